/** Generated env files: saved as they were, edited in one line, and read back by Compose v1 itself and by real containers. */
import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import {
  activeStatement,
  envBytes,
  parseEnvDocument,
} from '../../src/core/stack/env/env-document.ts'
import { editEnvBytes } from '../../src/core/stack/env/edit-env.ts'
import { readEnv } from '../../src/core/stack/env/compose-reading.ts'
import type { ComposeGeneration } from '../../src/shared/model/stack.ts'
import { isAppError } from '../../src/shared/errors.ts'
import { Secret } from '../../src/shared/secret.ts'
import type { Proof } from '../../scripts/prove/proof.ts'
import { anyEnvBytes, intendedValue, soundEnvText } from '../support/env-files.ts'
import { claimLab } from '../lab/claim.ts'
import { homeShell, onHome } from '../lab/home.ts'
import { docker, must } from '../lab/make/run.ts'
import { PROJECT_DIR } from '../lab/make/paths.ts'

const key = 'RELAYPASSWORD'
const batchSize = 100
/** How many of the files go through containers that run. */
const containers = 50

interface Draft {
  readonly before: Uint8Array
  readonly value: string
  /** The edited file, or the words of the refusal. */
  readonly after: Uint8Array | string
}

function edit(before: Uint8Array, value: string, compose: ComposeGeneration): Draft {
  try {
    const set = [{ key, value: new Secret(value) }]
    return { before, value, after: editEnvBytes(before, { set }, { compose }) }
  } catch (error) {
    if (!isAppError(error, 'env-value-refused')) throw error
    return { before, value, after: error.code }
  }
}

const linesOf = (bytes: Uint8Array): string[] =>
  Buffer.from(bytes)
    .toString('latin1')
    .split(/(?<=\n)/)

/** How many lines are not the same at the same place. */
function changedLines(before: Uint8Array, after: Uint8Array): number {
  const [old, young] = [linesOf(before), linesOf(after)]
  const places = Array.from({ length: Math.max(old.length, young.length) }, (_, at) => at)
  return places.filter(at => old[at] !== young[at]).length
}

/** Why a file is not as it should be, judged without any server. */
function judge(draft: Draft, compose: ComposeGeneration): string | undefined {
  const { before, value, after } = draft
  const saved = envBytes(parseEnvDocument(before, compose))
  if (Buffer.compare(saved, before) !== 0) return `${compose}: saving changed bytes`
  if (typeof after === 'string') return undefined
  const document = parseEnvDocument(before, compose)
  const old = activeStatement(document, key)
  const spansLines =
    old !== undefined && /[\r\n]/.test(document.text.slice(old.span.start, old.span.end).trimEnd())
  // A new key at the end of a file without a last line end gives that line its end.
  const allowed = old ? 1 : 2
  if (!spansLines && changedLines(before, after) > allowed)
    return `${compose}: ${changedLines(before, after)} lines changed`
  const back = readEnv(parseEnvDocument(after, compose)).values.get(key)
  return back === value ? undefined : `${compose}: read back as ${JSON.stringify(back)}`
}

/** What Compose v1 of the lab's home server reads from files. */
async function readByComposeV1(files: readonly Uint8Array[]): Promise<Record<string, string>[]> {
  const folder = await homeShell('mktemp -d')
  try {
    const packed = files
      .map((file, at) => `${at} ${Buffer.from(file).toString('base64')}`)
      .join('\n')
    const unpack = 'while read -r at text; do printf %s "$text" | base64 -d > "$0/$at"; done'
    await homeShell(`set -- ${folder}; ${unpack.replace('$0', '$1')}`, { input: `${packed}\n` })
    const script = await readFile(new URL('./compose-v1.py', import.meta.url), 'utf8')
    const names = files.map((_, at) => `${folder}/${at}`).join('\n')
    const words = [
      'env',
      '-i',
      'PATH=/usr/bin',
      'LC_ALL=C.UTF-8',
      'python3',
      '-W',
      'ignore',
      '-c',
      script,
    ]
    const { stdout } = await onHome(words, { input: names })
    return stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Record<string, string>)
  } finally {
    await homeShell(`rm -r ${folder}`)
  }
}

/** The environments of real containers, each started by Compose v1 with one of the files. */
async function readByContainers(files: readonly Uint8Array[]): Promise<Record<string, string>[]> {
  const folder = `${PROJECT_DIR}/prove-env`
  const project = 'proveenv'
  const image = await docker(['inspect', '-f', '{{.Config.Image}}', 'mailu_redis_1'])
  const services = files.map((_, at) => [
    `  s${at}:`,
    `    image: ${image}`,
    `    entrypoint: [base64, -w0, /proc/self/environ]`,
    `    env_file: ${folder}/${at}.env`,
    `    network_mode: none`,
  ])
  const compose = ['version: "2.2"', 'services:', ...services.flat()].join('\n')
  const up = ['docker-compose', '-p', project, '-f', `${folder}/c.yml`, 'up', '-d']
  await homeShell(`mkdir -p ${folder}`)
  try {
    await homeShell(`cat > ${folder}/c.yml`, { input: compose })
    for (const [at, file] of files.entries())
      await homeShell(`cat > ${folder}/${at}.env`, { input: Buffer.from(file) })
    await must('docker', ['exec', '-i', 'postern-lab-home', ...up], { timeoutMs: 600_000 })
    return await Promise.all(
      files.map(async (_, at) => {
        await docker(['wait', `${project}_s${at}_1`])
        const environ = Buffer.from(await docker(['logs', `${project}_s${at}_1`]), 'base64')
        const pairs = environ.toString('utf8').split('\0').filter(Boolean)
        return Object.fromEntries(
          pairs.map(pair => pair.split(/=(.*)/s).slice(0, 2) as [string, string]),
        )
      }),
    )
  } finally {
    await homeShell(
      `docker-compose -p ${project} -f ${folder}/c.yml down -t 0 >/dev/null 2>&1; rm -r ${folder}`,
    )
  }
}

/** Where two readings differ, over the keys of the first. */
const difference = (
  meant: ReadonlyMap<string, string>,
  found: Readonly<Record<string, string>>,
): string | undefined => {
  const odd = [...meant].find(([name, value]) => found[name] !== value)
  return odd && `${odd[0]}: meant ${JSON.stringify(odd[1])}, found ${JSON.stringify(found[odd[0]])}`
}

const isSound = (bytes: Uint8Array): boolean =>
  !readEnv(parseEnvDocument(bytes, 'v1')).problems.some(({ severity }) => severity === 'error')

export const proof: Proof = {
  about:
    'Env files of all kinds: saved byte for byte, one edit is one line, read back by Compose v1 itself, by real containers, and for v2 by the recorded rules.',
  points: 1000,
  needs: 'lab',
  async run({ points, seed, point, say }) {
    const sound = soundEnvText.map(text => new Uint8Array(Buffer.from(text)))
    const files = fc.sample(fc.oneof(anyEnvBytes, sound), { numRuns: points, seed })
    const values = fc.sample(intendedValue, { numRuns: points, seed })
    const drafts = files.map((before, at) => ({
      v1: edit(before, values[at]!, 'v1'),
      v2: edit(before, values[at]!, 'v2'),
    }))
    for (const [at, { v1, v2 }] of drafts.entries())
      point(`file ${at}`, judge(v1, 'v1') ?? judge(v2, 'v2'))

    const release = await claimLab()
    try {
      const edited = drafts.flatMap(({ v1: { after } }, at) =>
        typeof after !== 'string' && isSound(after) ? [{ at, after }] : [],
      )
      say(`${edited.length} edited files through Compose v1`)
      for (let from = 0; from < edited.length; from += batchSize) {
        const batch = edited.slice(from, from + batchSize)
        const read = await readByComposeV1(batch.map(({ after }) => after))
        for (const [i, { at, after }] of batch.entries())
          point(
            `file ${at} by Compose v1`,
            difference(readEnv(parseEnvDocument(after, 'v1')).values, read[i] ?? {}),
          )
      }
      const some = edited.slice(0, Math.min(containers, Math.ceil(points / 20)))
      say(`${some.length} files through real containers`)
      const environments = await readByContainers(some.map(({ after }) => after))
      for (const [i, { at, after }] of some.entries())
        point(
          `file ${at} in a container`,
          difference(readEnv(parseEnvDocument(after, 'v1')).values, environments[i] ?? {}),
        )
    } finally {
      release()
    }
  },
}
