/** The feature `servers` over a folder of its own, closed when the test has finished. */
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { connectionDeps } from '../../src/core/net/ssh/connection-deps.ts'
import { systemClock } from '../../src/core/platform.ts'
import { createServers, type ServersDeps } from '../../src/core/servers/create-servers.ts'
import { serversCommands } from '../../src/core/servers/remote-commands.ts'
import { openStore } from '../../src/core/store/open-store.ts'
import { createSecretStore } from '../../src/core/store/secret-store.ts'
import { reversingBox, testPlatform } from './test-platform.ts'

/** @param over what differs; `box` seals the secrets */
export async function openTestServers(
  folder: string,
  {
    box = reversingBox(),
    ...over
  }: Partial<ServersDeps> & { box?: ReturnType<typeof reversingBox> } = {},
) {
  const { db } = await openStore(join(folder, 'db'), { clock: systemClock })
  onTestFinished(() => db.close())
  const secrets = createSecretStore({ db, box, clock: systemClock, remember: () => undefined })
  const servers = createServers({
    db,
    secrets,
    clock: systemClock,
    connection: { ...connectionDeps(testPlatform(folder)), client: '' },
    commands: [...serversCommands],
    changed: () => undefined,
    projectDirs: () => [],
    ...over,
  })
  onTestFinished(() => servers.close())
  return { db, secrets, servers }
}
