/** Whether the demo's relay lets somebody in: yes, but for the one password that is wrong, and when it is told to refuse. */
import { wrongPassword } from './starting-env.ts'
import type { World } from './world.ts'

/** As real relays write it (RFC 4954, section 6). */
export const refusal = '535 5.7.8 Authentication failed'

export const isLetIn = (world: World, password: string): boolean =>
  world.state.fault !== 'relay-refuses' && password !== wrongPassword

const overrideOf = (world: World): string =>
  world.read(`${world.recorded.dir}/overrides/postfix/postfix.cf`)?.toString() ?? ''

/** Whether its Postfix begins deliveries with TLS, by the override file. */
export const isWrapped = (world: World): boolean =>
  /^smtp_tls_wrappermode = yes$/m.test(overrideOf(world))

/** Ports at which the demo's relay waits for TLS. */
export const tlsPorts: readonly string[] = ['465', '2465', '8465', '443']

/** Whether Postfix and the relay begin in the same way. */
export const isRightWay = (world: World): boolean =>
  tlsPorts.includes(/:(\d+)$/.exec(world.envOf('smtp').get('RELAYHOST') ?? '')?.[1] ?? '25') ===
  isWrapped(world)

/** The relay that the running smtp uses. */
export const relayHostOf = (world: World): string | undefined =>
  /^\[?([^\]:]+)\]?/.exec(world.envOf('smtp').get('RELAYHOST') ?? '')?.[1]
