/** The feature `demo`: a home server in memory for trying everything out, with faults to choose from. */
import type { AppHandlers } from '../../shared/contract/index.ts'
import { demoHost, type DemoStatus } from '../../shared/model/demo.ts'
import type { Server } from '../../shared/model/server.ts'
import type { z } from '../../shared/zod.ts'
import { Secret } from '../../shared/secret.ts'
import type { JobContext } from '../../shared/contract/define.ts'
import type { RemoteCommandTemplate } from '../net/remote-commands.ts'
import type { LineProbe } from '../net/line/line-probe.ts'
import type { InMemory } from '../net/ssh/open-connection.ts'
import type { Clock } from '../platform.ts'
import type { Database } from '../store/database.ts'
import { makeAuthority } from './authority.ts'
import { createDemoServer, demoLogin } from './demo-server.ts'
import { createKept } from './kept.ts'
import type { Recorded } from './recorded.ts'
import { createWorld, type World, type WorldDeps } from './world.ts'

/** What adding a server takes. */
export interface DemoAddress {
  readonly name: string
  readonly host: string
  readonly user: string
  readonly password: Secret
  readonly acceptHostKey: string
}

export interface DemoDeps {
  readonly db: Database
  readonly clock: Clock
  readonly recorded: () => Promise<Recorded>
  readonly readEnv: WorldDeps['readEnv']
  /** Templates of all features. */
  readonly commands: readonly RemoteCommandTemplate[]
  readonly servers: () => readonly Server[]
  readonly add: (address: DemoAddress, context: JobContext) => Promise<z.input<typeof Server>>
  /** What a host shows before anybody logs in. */
  readonly look: (
    host: string,
    signal: AbortSignal,
  ) => Promise<{ readonly hostKey: { readonly sha256: string } }>
  readonly changed: (status: DemoStatus) => void
}

type DemoHandlers = Pick<AppHandlers, Extract<keyof AppHandlers, `demo.${string}`>>

export interface Demo {
  readonly handlers: DemoHandlers
  readonly inMemory: InMemory
  /** What watching the demo server must not ask this computer for; undefined for every other host. */
  readonly watched: (host: string) => Promise<Watched> | undefined
}

interface Watched {
  /** The authority that its certificates are judged by, PEM. */
  readonly caPem: string
  readonly line: LineProbe
}

/** The demo needs no line: it is always there. */
const noLine: LineProbe = {
  hasNetwork: () => true,
  hasRoute: async () => true,
  resolves: async () => true,
  answers: async () => true,
  isNear: () => true,
}

const demoName = 'Demo'

export function createDemo(deps: DemoDeps): Demo {
  let world: World | undefined
  let authority: ReturnType<typeof makeAuthority> | undefined
  const now = (): number => deps.clock.now()
  const ready = async (): Promise<World> => {
    const { readEnv, db } = deps
    const recorded = await deps.recorded()
    return (world ??= createWorld({ recorded, kept: createKept(db), now, readEnv }))
  }
  const made = (): ReturnType<typeof makeAuthority> => (authority ??= makeAuthority(now))
  let server: ReturnType<typeof createDemoServer> | undefined
  const running = (at: World) =>
    (server ??= createDemoServer({ world: at, commands: deps.commands, authority: made }))
  const status = ({ state }: World): DemoStatus => (state.fault ? { fault: state.fault } : {})

  return {
    inMemory: {
      has: host => host === demoHost,
      connect: async () => running(await ready()).connect(),
    },
    watched: host =>
      host === demoHost ? made().then(({ caPem }) => ({ caPem, line: noLine })) : undefined,
    handlers: {
      async 'demo.add'(_, context) {
        const there = deps.servers().find(one => one.host === demoHost)
        if (there) return there
        const fresh = await ready()
        fresh.reset()
        deps.changed(status(fresh))
        const { user, password } = demoLogin
        const { hostKey } = await deps.look(demoHost, context.signal)
        const address = { name: demoName, host: demoHost, user, acceptHostKey: hostKey.sha256 }
        return deps.add({ ...address, password: new Secret(password) }, context)
      },
      'demo.status': async () => status(await ready()),
      async 'demo.setFault'({ fault }) {
        const at = await ready()
        at.update({ fault })
        // Whoever is connected would not notice by itself.
        if (fault === 'unreachable' || fault === 'key-changed') await running(at).hangUp()
        deps.changed(status(at))
        return status(at)
      },
    },
  }
}
