/** The mailbox elsewhere, against a real Dovecot: found by a word of the subject, read, and only that one taken away. */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { beforeAll, expect, test } from 'vitest'
import { openMailbox } from '../../../src/core/net/imap/mailbox-elsewhere.ts'
import { isProof } from '../../../src/core/relay/proof/compose-proof.ts'
import { Secret } from '../../../src/shared/secret.ts'
import type { Lab } from '../lab.ts'
import { submit } from '../mail.ts'
import { until } from '../make/run.ts'
import { useLab } from '../use-lab.ts'

const held = useLab()
let lab: Lab
let trust: { caPem: string; name: string }
const { signal } = new AbortController()

beforeAll(async () => {
  lab = held()
  trust = { caPem: await readFile(lab.caFile, 'utf8'), name: lab.endpoints.tlsName }
})

const addressOf = (password: string) => {
  const { host, imaps: port } = lab.endpoints
  return { host, port, user: lab.mailUsers[1]!.email, password: new Secret(password) }
}

test('N3d a message is found by its word, its header read, and it alone is taken away', async () => {
  const [from, to] = lab.mailUsers
  const mark = `postern-${randomUUID().slice(0, 10)}-`
  for (const word of ['one', 'two'])
    await submit(lab, {
      from: from!.email,
      to: to!.email,
      subject: `Postern proof [${mark}${word}]`,
    })
  const box = await openMailbox(addressOf(to!.password), signal, trust)
  await until('both to be there', 60_000, async () => (await box.find(mark)).length === 2)
  const found = await box.find(`${mark}one`)
  expect(found).toMatchObject([{ folder: 'INBOX', isJunk: false }])
  expect(isProof(found[0]!.header, `${mark}one`)).toBe(true)
  expect(found[0]!.header).toMatch(/^Received: /m)
  expect(await box.remove(found[0]!)).toBe(true)
  const left = await box.find(mark)
  expect(left.map(({ header }) => isProof(header, `${mark}two`))).toEqual([true])
  expect(await box.remove(left[0]!)).toBe(true)
  await box.close()
})

test('a wrong password is told without being shown', async () => {
  const error: unknown = await openMailbox(addressOf('not the 1'), signal, trust).catch(
    (thrown: unknown) => thrown,
  )
  expect(error).toMatchObject({ code: 'relay-proof-mailbox' })
  expect(JSON.stringify(error)).not.toContain('not the 1')
})

test('a certificate that nobody vouches for ends it before the password is said', async () => {
  await expect(openMailbox(addressOf('x'), signal)).rejects.toMatchObject({
    code: 'relay-proof-mailbox',
  })
})
