/** Says beforehand which services must be recreated for a change to take effect (`mailu.md` 1.3: a restart does not do it). */
import type { EnvCatalogue } from './catalogue.ts'

export interface PresentService {
  readonly name: string
  /** Whether the compose file gives it the env file that was changed. */
  readonly hasEnvFile: boolean
}

export interface PlannedRecreate {
  readonly service: string
  /** The changed keys that it reads: why it is recreated. */
  readonly keys: readonly string[]
  /** `unknown-key`: nobody can tell who reads the key, so everybody who receives it starts anew. */
  readonly reason: 'reads-it' | 'unknown-key'
}

export interface RecreatePlan {
  readonly recreate: readonly PlannedRecreate[]
  /** Services that go on running untouched. */
  readonly keepRunning: readonly string[]
}

/** The services present that read one of the changed keys. A service without the env file (redis, antivirus, …) never starts anew. */
export function recreatePlan(
  changed: readonly string[],
  services: readonly PresentService[],
  catalogue: EnvCatalogue,
): RecreatePlan {
  const recreate: PlannedRecreate[] = []
  const keepRunning: string[] = []
  for (const { name, hasEnvFile } of services) {
    const keys = hasEnvFile ? changed.filter(key => catalogue.isConsumedBy(key, name)) : []
    if (keys.length === 0) keepRunning.push(name)
    else {
      const reason = keys.some(key => catalogue.lookup(key)) ? 'reads-it' : 'unknown-key'
      recreate.push({ service: name, keys, reason })
    }
  }
  return { recreate, keepRunning }
}
