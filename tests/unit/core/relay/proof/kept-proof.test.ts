import { expect, test } from 'vitest'
import { createKeptProofs } from '../../../../../src/core/relay/proof/kept-proof.ts'
import { systemClock } from '../../../../../src/core/platform.ts'
import { createRegistry } from '../../../../../src/core/servers/registry.ts'
import { Secret } from '../../../../../src/shared/secret.ts'
import { tempFolder } from '../../../../support/temp-folder.ts'
import { openTestServers } from '../../../../support/test-servers.ts'

test('N3d what is kept for a proof goes with its server, and no other server’s does', async () => {
  const { db, secrets } = await openTestServers(await tempFolder())
  const kept = createKeptProofs({ secrets, remember: () => undefined })
  const order = {
    from: { address: 'maria@example.test', password: new Secret('one') },
    mailbox: {
      host: 'imap.friend.test',
      port: 993,
      user: 'ann',
      password: new Secret('two'),
      address: 'ann@friend.test',
    },
  }
  await kept.put('a1', order)
  await kept.put('b2', order)
  createRegistry({ db, secrets, clock: systemClock }).remove('a1')
  expect(await kept.get('a1')).toBeUndefined()
  expect((await kept.get('b2'))?.mailbox.password.reveal()).toBe('two')
})
