/** What the feature is given by the composition root. */
import type { PayloadOf } from '../../shared/contract/define.ts'
import type { stackContract } from '../../shared/contract/stack.ts'
import type { Secret } from '../../shared/secret.ts'
import type { Clock, Platform } from '../platform.ts'
import type { ServerConnections } from '../net/ssh/session.ts'
import type { ProjectMemory } from './discovery/project-memory.ts'
import type { EnvCatalogue } from './env/catalogue.ts'
import type { createToolFinder } from './open-server.ts'
import type { ChangePoint } from './transaction/run-change.ts'

export interface StackDeps {
  readonly servers: ServerConnections
  readonly memory: ProjectMemory
  readonly clock: Clock
  readonly findTools: ReturnType<typeof createToolFinder>
  /** Loaded once, when first asked for. */
  readonly catalogue: () => Promise<EnvCatalogue>
  /** Who is named in a change's marker on the server, for example `maria@laptop`. */
  readonly who: string
  readonly redact: (text: string) => string
  readonly remember: (secret: Secret) => void
  readonly logged: (logged: PayloadOf<(typeof stackContract)['stack.logged']>) => void
  readonly askWhereToSave?: Platform['askWhereToSave'] | undefined
  readonly changed: (server: string, project: string) => void
  /** Between two looks at services that are coming up, in milliseconds. @default 1500 */
  readonly pauseMs?: number | undefined
  /** Awaited at each point of a change; the proof of crash safety kills the process there. @default nothing */
  readonly atPoint?: ((point: ChangePoint) => Promise<void>) | undefined
}
