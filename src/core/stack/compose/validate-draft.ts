/** Asks Compose on the server whether it takes a draft of the env file, over copies in a folder that is gone afterwards. */
import { randomBytes } from 'node:crypto'
import { Secret } from '../../../shared/secret.ts'
import { mustSucceed } from '../../net/ssh/must-succeed.ts'
import type { ComposeTool } from '../discovery/compose-tools.ts'
import type { OpenProject } from '../open-project.ts'
import type { ProjectFiles } from '../read-project.ts'
import { pointAtDraft } from './declared.ts'
import { validateCommand } from './remote-commands.ts'
import { addressOf } from './run-compose.ts'

export interface ComposeVerdict {
  readonly isTaken: boolean
  /** What it complained of, whether it took the draft or not. */
  readonly complaints: readonly string[]
}

/** Lines that say that something is wrong with a file; v1 exits with 0 after them (`mailu.md` 1.1). */
const complaint =
  /could not parse|unterminated|invalid template|unexpected character|failed to read|not set\. Defaulting|error/i

/** Reads what `stack.validate` printed. The names of the temporary files are taken out: they differ each time. */
export function parseVerdict(text: string, dir: string): ComposeVerdict {
  const lines = text.split('\n').map(line => line.replaceAll(dir, '').trim())
  return {
    isTaken: lines.includes('postern: taken'),
    complaints: lines.filter(line => !line.startsWith('postern: ') && complaint.test(line)),
  }
}

async function ask(
  open: OpenProject,
  files: ProjectFiles,
  tool: ComposeTool,
  draft: Uint8Array,
  signal: AbortSignal,
): Promise<ComposeVerdict> {
  const dir = `/tmp/postern-${randomBytes(8).toString('hex')}`
  const at = {
    dir: open.found.dir,
    envFile: files.envPath,
    draft: `${dir}/draft.env`,
    variables: files.dotEnv,
  }
  const base64 = (bytes: Uint8Array): Secret => new Secret(Buffer.from(bytes).toString('base64'))
  const copies = files.compose.map(file =>
    base64(Buffer.from(pointAtDraft(file.bytes.toString('utf8'), at))),
  )
  const args = [...addressOf(tool, open), dir, base64(draft), ...copies]
  const result = await open.host.run(validateCommand, args, {
    signal,
    asRoot: open.fileRights,
    timeoutMs: 60_000,
  })
  return parseVerdict(mustSucceed(validateCommand, result).stdout.toString('utf8'), dir)
}

/**
 * The complaints that the draft brings. What Compose says of the file as it is now does not count against the draft: then it is not
 * the draft's fault, or not of this copy.
 */
export async function composeComplaints(
  open: OpenProject,
  files: ProjectFiles,
  tool: ComposeTool,
  draft: Uint8Array,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const verdict = await ask(open, files, tool, draft, signal)
  if (verdict.isTaken && verdict.complaints.length === 0) return []
  if (!files.env) return verdict.complaints
  const before = await ask(open, files, tool, files.env.bytes, signal)
  const fresh = verdict.complaints.filter(line => !before.complaints.includes(line))
  if (fresh.length > 0) return fresh
  return before.isTaken && !verdict.isTaken ? ['–'] : []
}
