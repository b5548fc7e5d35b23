/** The relay's login as a container's own Postfix would begin it, by the real program against relays on 127.0.0.1. */
import { execFile } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { checkProgram } from '../../../../../src/core/stack/checks/check-program.ts'
import { createAuthority } from '../../../../fakes/certificates.ts'
import { startFakeRelay } from '../../../../fakes/smtp-server.ts'
import { hasPython } from '../../../../support/python.ts'
import { tempFolder } from '../../../../support/temp-folder.ts'

const certificate = createAuthority().leaf({ name: 'localhost' })
const run = promisify(execFile)

/** @param wrapped what `postconf -xh smtp_tls_wrappermode` says; absent: there is no postconf */
async function checkLogin(port: number, wrapped?: string): Promise<string> {
  const folder = await tempFolder()
  if (wrapped !== undefined) {
    writeFileSync(join(folder, 'postconf'), `#!/bin/sh\necho ${wrapped}\n`)
    chmodSync(join(folder, 'postconf'), 0o755)
  }
  const { stdout } = await run('python3', ['-c', checkProgram, 'login'], {
    env: {
      PATH: [folder, process.env['PATH']].join(delimiter),
      RELAYHOST: `[127.0.0.1]:${port}`,
      RELAYUSER: 'u',
      RELAYPASSWORD: 'right',
    },
  })
  return stdout.trim()
}

const known = { certificate, user: 'u', password: 'right' }

test.skipIf(!hasPython).each([
  ['a relay that asks for STARTTLS', false, 'no', 'works logged in'],
  ['a relay where TLS begins at once', true, 'yes', 'works logged in'],
  ['no Postfix to ask, and a port as usual', false, undefined, 'works logged in'],
] as const)('B7 %s lets the server in', async (_name, isImplicit, wrapped, said) => {
  const { port } = await startFakeRelay({ ...known, isImplicit })
  expect(await checkLogin(port, wrapped)).toBe(said)
})

test.skipIf(!hasPython)(
  'B7 a port that wants TLS at once is broken while Postfix was not told, and the relay is not asked',
  async () => {
    const relay = await startFakeRelay({ ...known, isImplicit: true, port: 8465 })
    expect(await checkLogin(8465, 'no')).toMatch(/^broken Postfix does not begin with TLS/)
    expect(relay.verbs).toEqual([])
  },
)

test.skipIf(!hasPython)(
  'B7 a port that speaks first is broken while Postfix begins with TLS',
  async () => {
    const { port } = await startFakeRelay(known)
    expect(await checkLogin(port, 'yes')).toMatch(/^broken Postfix begins with TLS/)
  },
)
