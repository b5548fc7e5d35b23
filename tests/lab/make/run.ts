import { spawn } from 'node:child_process'

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string }
export type RunOptions = {
  readonly input?: string | Buffer
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

/** Run a program to its end and return what it said; a signal that ended it counts as exit code 128. Default deadline 120 s. */
export function run(command: string, args: readonly string[], o: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...o.env },
      ...(o.cwd === undefined ? {} : { cwd: o.cwd }),
      signal: AbortSignal.any([
        AbortSignal.timeout(o.timeoutMs ?? 120_000),
        ...(o.signal ? [o.signal] : []),
      ]),
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.stdin.on('error', error => err.push(Buffer.from(String(error))))
    child.on('error', reject)
    child.on('close', code =>
      resolve({
        code: code ?? 128,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      }),
    )
    child.stdin.end(o.input)
  })
}

/** As `run`, but anything other than exit code 0 is an error that quotes the program. Returns stdout without its last line end. */
export async function must(
  command: string,
  args: readonly string[],
  o: RunOptions = {},
): Promise<string> {
  const ran = await run(command, args, o)
  if (ran.code === 0) return ran.stdout.trimEnd()
  const said = (ran.stderr.trim() || ran.stdout.trim()).split('\n').slice(-15).join('\n')
  throw new Error(`${command} ${args.slice(0, 6).join(' ')} … ended with ${ran.code}:\n${said}`)
}

/** `docker …`, which must work. */
export const docker = (args: readonly string[], o: RunOptions = {}): Promise<string> =>
  must('docker', args, { ...o, env: { DOCKER_BUILDKIT: '0', ...o.env } })

/** One line of progress on stderr; stdout belongs to the JSON document. */
export const say = (text: string): void => {
  process.stderr.write(`lab: ${text}\n`)
}

/** Ask until the answer is true; `what` names it in the error after `timeoutMs`. */
export async function until(
  what: string,
  timeoutMs: number,
  ask: () => Promise<boolean>,
): Promise<void> {
  const end = Date.now() + timeoutMs
  for (;;) {
    if (await ask().catch(() => false)) return
    if (Date.now() > end) throw new Error(`waited ${timeoutMs / 1000} s for ${what}`)
    await new Promise(resolve => setTimeout(resolve, 250))
  }
}
