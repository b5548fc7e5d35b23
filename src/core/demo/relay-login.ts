/** Whether the demo's relay lets somebody in: yes, but for the one password that is wrong, and when it is told to refuse. */
import { wrongPassword } from './starting-env.ts'
import type { World } from './world.ts'

/** As real relays write it (RFC 4954, section 6). */
export const refusal = '535 5.7.8 Authentication failed'

export const isLetIn = (world: World, password: string): boolean =>
  world.state.fault !== 'relay-refuses' && password !== wrongPassword

/** The relay that the running smtp uses. */
export const relayHostOf = (world: World): string | undefined =>
  /^\[?([^\]:]+)\]?/.exec(world.envOf('smtp').get('RELAYHOST') ?? '')?.[1]
