/** Runs the command line in this process over a fake bridge and catches everything that it says. */
import type { CliIo } from '../../../src/cli/io.ts'
import { runCli } from '../../../src/cli/run.ts'
import type { Bridge } from '../../../src/shared/bridge.ts'

export interface RunOptions {
  readonly stdin?: string
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
  readonly isTty?: boolean
  /** Milliseconds that each look at the clock takes. */
  readonly tickMs?: number
  /** Gets the Ctrl-C of the run in hand. */
  readonly onStart?: (interrupt: () => void) => void
}

export interface Ran {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** The code that a second Ctrl-C left with. */
  readonly left: number | undefined
  readonly dataDirs: readonly (string | undefined)[]
  readonly closed: number
  /** Files that were written, by their path. */
  readonly written: ReadonlyMap<string, string>
}

/** `postern …argv`. */
export async function runPostern(
  argv: readonly string[],
  bridge: Bridge,
  options: RunOptions = {},
): Promise<Ran> {
  const written = new Map<string, string>()
  const caught: { out: Buffer[]; err: string; left: number | undefined } = {
    out: [],
    err: '',
    left: undefined,
  }
  const dataDirs: (string | undefined)[] = []
  let closed = 0
  let clock = 0
  const io: CliIo = {
    stdout: { write: text => void caught.out.push(Buffer.from(text)), isTty: false, columns: 80 },
    stderr: {
      write: text => {
        caught.err += text.toString()
      },
      isTty: options.isTty ?? false,
      columns: 80,
    },
    readStdin: () =>
      options.stdin === undefined ? new Promise(() => undefined) : Promise.resolve(options.stdin),
    async readFile(path) {
      const text = options.files?.[path]
      if (text === undefined) throw new Error('ENOENT: no such file')
      return Buffer.from(text)
    },
    async writeNewFile(path, text) {
      if (written.has(path) || options.files?.[path] !== undefined)
        throw new Error('EEXIST: file already exists')
      written.set(path, text)
    },
    env: options.env ?? {},
    now: () => (clock += options.tickMs ?? 0),
    onInterrupt(listener) {
      options.onStart?.(listener)
      return () => undefined
    },
    leave: code => {
      caught.left = code
    },
  }
  const open = async ({ dataDir }: { readonly dataDir?: string }) => {
    dataDirs.push(dataDir)
    const close = async () => {
      closed += 1
    }
    return { bridge, close }
  }
  const code = await runCli(argv, io, open, '1.2.3')
  const stdout = Buffer.concat(caught.out).toString('utf8')
  return { code, stdout, stderr: caught.err, left: caught.left, dataDirs, closed, written }
}
