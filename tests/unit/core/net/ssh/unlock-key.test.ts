import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import ssh2 from 'ssh2'
import { expect, test } from 'vitest'
import { unlockKey } from '../../../../../src/core/net/ssh/unlock-key.ts'
import { workerSource } from '../../../../../src/core/worker-entries.ts'
import { Secret } from '../../../../../src/shared/secret.ts'
import { tempFolder } from '../../../../support/temp-folder.ts'

const entry = workerSource('unlock-key')
const { signal } = new AbortController()

async function makeKey(type: string): Promise<{ file: string; key: string; publicKey: string }> {
  const file = `${await tempFolder()}/key`
  execFileSync('ssh-keygen', ['-q', '-t', type, '-N', 'pass phrase', '-C', 'a test', '-f', file])
  const [kind, blob] = readFileSync(`${file}.pub`, 'utf8').split(' ')
  return { file, key: readFileSync(file, 'utf8'), publicKey: `${kind} ${blob}` }
}

test.each(['ed25519', 'ecdsa', 'rsa'])(
  'a locked %s key comes out of the worker as the same key, unlocked',
  async type => {
    const made = await makeKey(type)
    const unlocked = await unlockKey(
      entry,
      { ...made, passphrase: new Secret('pass phrase') },
      signal,
    )
    const parsed = ssh2.utils.parseKey(unlocked.reveal())
    if (parsed instanceof Error) throw parsed
    expect(`${parsed.type} ${parsed.getPublicSSH().toString('base64')}`).toBe(made.publicKey)
    const file = `${await tempFolder()}/open`
    writeFileSync(file, unlocked.reveal(), { mode: 0o600 })
    const bySshKeygen = execFileSync('ssh-keygen', ['-y', '-P', '', '-f', file]).toString()
    expect(bySshKeygen.trim()).toBe(made.publicKey)
  },
)

test('a wrong passphrase and a file that is no key are told apart', async () => {
  const made = await makeKey('ed25519')
  await expect(
    unlockKey(entry, { ...made, passphrase: new Secret('no') }, signal),
  ).rejects.toMatchObject({
    code: 'key-passphrase-wrong',
  })
  await expect(
    unlockKey(entry, { file: 'x', key: 'hello', passphrase: new Secret('no') }, signal),
  ).rejects.toMatchObject({ code: 'key-not-readable', params: { file: 'x' } })
})
