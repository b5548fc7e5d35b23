/** The whole core over the lab. */
import type { Platform } from '../../src/core/platform.ts'
import { type CoreClient, createCoreClient } from '../support/core-client.ts'
import type { Listener } from './home.ts'
import { type Lab, person } from './lab.ts'

export interface LabApp extends CoreClient {
  /** Adds the home server as one of its people, under that person's name. */
  addServer(name: string, listener?: Listener): Promise<void>
}

/** Starts one with a data folder of its own. */
export async function createLabApp(lab: Lab, platform?: Partial<Platform>): Promise<LabApp> {
  const core = await createCoreClient(undefined, platform)
  return {
    ...core,
    async addServer(name, listener = 'default') {
      const { keyFile, password } = person(lab, name)
      await core.work('servers.add', {
        name,
        host: lab.ssh.host,
        port: lab.ssh.ports[listener],
        user: name,
        acceptHostKey: lab.ssh.hostKeys.ed25519.sha256,
        ...(keyFile === undefined ? { password } : { identityFile: keyFile }),
        ...(password !== undefined && { sudoPassword: password }),
      })
    },
  }
}
