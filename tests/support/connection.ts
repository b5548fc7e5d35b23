/** Short ways to connect in tests. */
import { Secret } from '../../src/shared/secret.ts'
import {
  type ConnectionDeps,
  type ConnectionTarget,
  type ConnectionTrace,
  openConnection,
} from '../../src/core/net/ssh/open-connection.ts'
import { unlockKey } from '../../src/core/net/ssh/unlock-key.ts'
import { workerSource } from '../../src/core/worker-entries.ts'

export const never: AbortSignal = new AbortController().signal

/** Nothing of this computer is used but what the test puts into `homeDir`. */
export const testConnectionDeps = (
  homeDir: string,
  over: Partial<ConnectionDeps> = {},
): ConnectionDeps => ({
  os: 'linux',
  homeDir,
  localUser: 'local',
  env: {},
  unlock: (locked, signal) => unlockKey(workerSource('unlock-key'), locked, signal),
  timeoutMs: 10_000,
  ...over,
})

export interface TestLogin {
  readonly identityFile?: string
  readonly passphrase?: string
  readonly password?: string
}

export function testTarget(
  host: string,
  port: number | undefined,
  user: string | undefined,
  login: TestLogin = {},
  over: Partial<ConnectionTarget> = {},
): ConnectionTarget {
  const secret = (text: string | undefined) => (text === undefined ? undefined : new Secret(text))
  return {
    host,
    port,
    user,
    credentials: {
      identityFile: login.identityFile,
      passphrase: secret(login.passphrase),
      password: secret(login.password),
    },
    ownKeys: {},
    accepted: [],
    mayReplace: false,
    ...over,
  }
}

/** Connects, hangs up, and gives what was learnt. */
export async function tryConnection(
  target: ConnectionTarget,
  deps: ConnectionDeps,
): Promise<ConnectionTrace> {
  const trace: ConnectionTrace = { keys: {} }
  const { close } = await openConnection(target, deps, trace, never)
  close()
  return trace
}
