import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isAppError } from '../../../../src/shared/errors.ts'
import { Secret } from '../../../../src/shared/secret.ts'
import { defineRemoteCommand } from '../../../../src/core/net/remote-commands.ts'
import { createDeferred } from '../../../../src/core/net/ssh/deferred.ts'
import { mustSucceed } from '../../../../src/core/net/ssh/must-succeed.ts'
import { createLocalHost } from '../../../fakes/local-host.ts'

const never = new AbortController().signal
const folder = mkdtempSync(join(tmpdir(), 'postern-host-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const make = (script: string, asRoot: 'never' | 'if-needed' = 'if-needed') =>
  defineRemoteCommand({ id: 'test.run', script, changes: false, asRoot })

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'no failure'
  } catch (error) {
    return isAppError(error) ? error.code : String(error)
  }
}

describe('running a remote command', () => {
  const host = createLocalHost()

  it('gives stdout byte for byte, stderr and the exit code of the script', async () => {
    const script = String.raw`printf 'a\000\377\n\n%s' "$1"; echo oops >&2; exit 3`
    const result = await host.run(make(script), ["it's $HOME"], { signal: never })
    expect(result).toEqual({
      stdout: Buffer.concat([Buffer.from([0x61, 0, 0xff, 10, 10]), Buffer.from("it's $HOME")]),
      stderr: 'oops\n',
      exitCode: 3,
    })
  })

  it('hands stdin to the script, exactly', async () => {
    const stdin = Buffer.from(Array.from({ length: 200_000 }, (_, at) => at % 256))
    const { stdout } = await host.run(make('cat'), [], { signal: never, stdin })
    expect(stdout.equals(stdin)).toBe(true)
  })

  it('gives end of file where there is no stdin', async () => {
    const { stdout } = await host.run(make('cat; echo done'), [], { signal: never })
    expect(stdout.toString()).toBe('done\n')
  })

  it('takes a secret as an argument', async () => {
    const secret = new Secret('p@ss "word"')
    const { stdout } = await host.run(make(`printf %s "$1"`), [secret], { signal: never })
    expect(stdout.toString()).toBe('p@ss "word"')
  })

  it('is not fooled by an rc-file that prints, nor by output that looks like an end', async () => {
    const rc = join(folder, 'rc')
    writeFileSync(rc, 'echo welcome; echo welcome >&2\n')
    const noisy = createLocalHost({
      loginShell: '/bin/bash',
      env: { ...process.env, BASH_ENV: rc },
    })
    const { stdout, stderr } = await noisy.run(make(`printf '\\nefake 0\\n'`), [], {
      signal: never,
    })
    expect([stdout.toString(), stderr]).toEqual(['\nefake 0\n', ''])
  })

  it('ends a command that says too much', async () => {
    const work = host.run(make('yes'), [], { signal: never, maxBytes: 100_000 })
    expect(await codeOf(work)).toBe('remote-output-too-long')
  })

  it('ends a command at its deadline and at an abort, with all that it started', async () => {
    const pidFile = join(folder, 'pid')
    const script = make(`sleep 600 & echo $! > "$1"; echo up; wait`)
    expect(await codeOf(host.run(script, [pidFile], { signal: never, timeoutMs: 300 }))).toBe(
      'timed-out',
    )
    const stop = new AbortController()
    const seen = createDeferred<undefined>()
    const work = host.stream(script, [pidFile], {
      signal: stop.signal,
      onData: () => seen.resolve(undefined),
    })
    await seen.promise
    stop.abort()
    expect(await codeOf(work)).toBe('cancelled')
    const check = make(
      'for i in 1 2 3 4 5 6 7 8 9 10; do case "$(ps -o stat= -p "$(cat "$1")")" in Z*|"") exit 0 ;; esac; sleep 0.1; done; exit 1',
    )
    expect((await host.run(check, [pidFile], { signal: never })).exitCode).toBe(0)
  })

  it('ends what has only just begun when the abort comes with its first word', async () => {
    const pidFile = join(folder, 'pid-early')
    const runs: string[] = []
    const watched = createLocalHost({ onStop: () => runs.push('stopped') })
    const stop = new AbortController()
    const script = make('echo up; sleep 600 & echo $! > "$1"; wait')
    const work = watched.stream(script, [pidFile], {
      signal: stop.signal,
      onData: () => stop.abort(),
    })
    expect(await codeOf(work)).toBe('cancelled')
    await expect.poll(() => runs).toEqual(['stopped'])
  })

  it('streams what comes, and tells the exit code', async () => {
    const chunks: Buffer[] = []
    const result = await host.stream(make('echo one; echo two; exit 4'), [], {
      signal: never,
      onData: chunk => chunks.push(chunk),
    })
    expect([Buffer.concat(chunks).toString(), result.exitCode]).toEqual(['one\ntwo\n', 4])
  })

  it('opens a byte pipe through a command', async () => {
    const pipe = await host.pipe(make('printf "hello "; exec cat'), [], { signal: never })
    const chunks: Buffer[] = []
    pipe.on('data', (chunk: Buffer) => chunks.push(chunk))
    pipe.end('world')
    await new Promise(resolve => pipe.once('end', resolve))
    expect(Buffer.concat(chunks).toString()).toBe('hello world')
  })

  it('turns a failed command into words when it has to succeed', async () => {
    const command = make('echo "no such thing" >&2; exit 2')
    const result = await host.run(command, [], { signal: never })
    expect(() => mustSucceed(command, result)).toThrow(
      expect.objectContaining<object>({
        code: 'remote-command-failed',
        params: { command: 'test.run', exitCode: 2, reply: 'no such thing' },
      }),
    )
  })

  it('says so when the account has no shell', async () => {
    const shell = join(folder, 'nologin')
    writeFileSync(shell, '#!/bin/sh\necho This account is currently not available.\nexit 1\n', {
      mode: 0o755,
    })
    const work = createLocalHost({ loginShell: shell }).run(make('echo hi'), [], { signal: never })
    await expect(work).rejects.toMatchObject({
      code: 'no-shell',
      params: { reply: 'This account is currently not available.' },
    })
  })
})

describe('running as root', () => {
  // A sudo that behaves as the real one does: asks on stderr with the -p text, reads one line of stdin, asks again when it is wrong.
  const sudo = (body: string): NodeJS.ProcessEnv => {
    const bin = mkdtempSync(join(folder, 'bin-'))
    writeFileSync(join(bin, 'sudo'), `#!/bin/sh\n${body}\n`, { mode: 0o755 })
    return { ...process.env, PATH: `${bin}:${process.env['PATH']}` }
  }
  const asking = sudo(`
case $1 in -n) echo "sudo: a password is required" >&2; exit 1 ;; esac
p=$3; shift 3
for try in 1 2 3; do
  printf %s "$p" >&2
  IFS= read -r word
  [ "$word" = 'se cret$' ] && exec "$@"
  echo "Sorry, try again." >&2
done
echo "sudo: 3 incorrect password attempts" >&2; exit 1`)
  const free = sudo('shift; case $0 in *) ;; esac; [ "$1" = -p ] && shift 2; exec "$@"')
  const forbidden = sudo('echo "maria is not in the sudoers file." >&2; exit 1')
  const host = (env: NodeJS.ProcessEnv, sudoPassword?: string) =>
    createLocalHost({ user: 'maria', env, ...(sudoPassword ? { sudoPassword } : {}) })
  const always = { signal: never, asRoot: 'always' } as const

  it('answers the prompt of sudo, and the script gets its stdin whole', async () => {
    const asked = host(asking, 'se cret$')
    for (const word of ['one', 'two']) {
      const result = await asked.run(make('cat; echo $1'), [word], {
        ...always,
        stdin: Buffer.from('x\n'),
      })
      expect(result.stdout.toString()).toBe(`x\n${word}\n`)
    }
  })

  it('sends no password where sudo does not ask, even when one is kept', async () => {
    const { stdout } = await host(free, 'canary').run(make('cat'), [], {
      ...always,
      stdin: Buffer.from('data'),
    })
    expect(stdout.toString()).toBe('data')
  })

  it('tells a missing, a wrong and a forbidden sudo apart', async () => {
    const run = (env: NodeJS.ProcessEnv, password?: string) =>
      codeOf(host(env, password).run(make('echo hi'), [], always))
    expect([await run(asking), await run(asking, 'wrong'), await run(forbidden, 'x')]).toEqual([
      'sudo-password-needed',
      'sudo-password-wrong',
      'sudo-not-allowed',
    ])
  })

  it('tries as the login user first and as root only when the script says that it needs root', async () => {
    const runs: string[] = []
    const maria = createLocalHost({
      user: 'maria',
      env: free,
      onRun: command => runs.push(command.id),
    })
    const script = make('[ -n "$SUDO" ] || [ -e "$1" ] || { : > "$1"; exit 77; }; echo second')
    const result = await maria.run(script, [join(folder, 'flag')], {
      signal: never,
      asRoot: 'if-needed',
    })
    expect([result.stdout.toString(), runs]).toEqual(['second\n', ['test.run']])
  })

  it('refuses root for a command that is declared without it', async () => {
    const work = host(free).run(make('echo hi', 'never'), [], always)
    await expect(work).rejects.toThrow('never run by root')
  })
})
