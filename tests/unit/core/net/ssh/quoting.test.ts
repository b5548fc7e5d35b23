import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { existsSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { defineRemoteCommand } from '../../../../../src/core/net/remote-commands.ts'
import { quoteSh } from '../../../../../src/core/net/ssh/quote-sh.ts'
import { commandLine, composeScript } from '../../../../../src/core/net/ssh/remote-script.ts'
import { Secret } from '../../../../../src/shared/secret.ts'
import { createLocalHost } from '../../../../fakes/local-host.ts'
import { hostileTexts } from '../../../../support/hostile.ts'
import { never } from '../../../../support/connection.ts'

const folder = mkdtempSync(join(tmpdir(), 'postern-quoting-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Gives back its arguments, each behind its own NUL. */
const echoArgs = defineRemoteCommand({
  id: 'test.echo',
  changes: false,
  asRoot: 'if-needed',
  script: String.raw`for word do printf '%s\000' "$word"; done`,
})
const split = (bytes: Buffer): string[] => bytes.toString('utf8').split('\0').slice(0, -1)

describe('N9c quoting', () => {
  it('N9c 10,000 hostile strings arrive as they were meant, through the real shell', async () => {
    const host = createLocalHost()
    const texts = hostileTexts(10_000, 20_261_122)
    const arrived: string[] = []
    for (let at = 0; at < texts.length; at += 500) {
      const { stdout } = await host.run(echoArgs, texts.slice(at, at + 500), { signal: never })
      arrived.push(...split(stdout))
    }
    expect(arrived).toEqual(texts)
  })

  const rcFiles = (): NodeJS.ProcessEnv => {
    for (const name of ['.bashrc', 'env'])
      writeFileSync(join(folder, name), 'echo noise; echo noise >&2\n')
    // To a C shell `>&2` is a file called 2.
    for (const name of ['.tcshrc', '.cshrc']) writeFileSync(join(folder, name), 'echo noise\n')
    return { ...process.env, HOME: folder, BASH_ENV: join(folder, 'env'), ENV: join(folder, 'env') }
  }
  const shells = [
    '/bin/bash',
    '/bin/dash',
    '/usr/bin/fish',
    '/usr/bin/tcsh',
    '/usr/bin/zsh',
  ].filter(existsSync)
  it.each(shells)(
    'N9c the login shell %s reads no argument, also when its rc-file prints',
    async loginShell => {
      const host = createLocalHost({ loginShell, env: rcFiles() })
      const texts = hostileTexts(600, 7)
      const { stdout, stderr } = await host.run(echoArgs, texts, { signal: never })
      expect([split(stdout), stderr]).toEqual([texts, ''])
    },
  )

  it('refuses a NUL, which no shell word can hold', () => {
    expect(() => quoteSh('a\0b')).toThrow(RangeError)
  })

  it('N9d the command line holds a length and random words, nothing of script or arguments', () => {
    const script = composeScript(echoArgs, ['canary-argument', new Secret('canary-secret')])
    const lines = (['user', 'sudo', 'sudo-password'] as const).map(kind =>
      commandLine(script, kind),
    )
    expect(
      lines.map(line => line.replace(/\d+(?=\)")/, 'N').replace(/[sp][0-9a-f]{24}/g, 'WORD')),
    ).toEqual([
      `/bin/sh -c 'eval "$(head -c N)"'`,
      `env LC_ALL=C sudo -n /bin/sh -c 'echo WORD; eval "$(head -c N)"'`,
      `env LC_ALL=C sudo -S -p WORD /bin/sh -c 'echo WORD; eval "$(head -c N)"'`,
    ])
  })
})
