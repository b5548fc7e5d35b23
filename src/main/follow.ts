/** What the main process itself must know of the core: the settings, and which servers there are. */
import { Settings } from '../shared/contract/settings.ts'
import { Server } from '../shared/model/server.ts'
import { z } from '../shared/zod.ts'
import type { RunningCore } from './core.ts'

/**
 * Tells `heard` what a query answers now and what its event brings later; what does not fit `schema` is left out. An
 * answer that an event has overtaken is older and is left out too.
 */
export function follow<T>(
  core: RunningCore,
  names: { readonly query: string; readonly event: string; readonly input?: object },
  schema: z.ZodType<T>,
  heard: (value: T) => void,
): void {
  let isOvertaken = false
  const read = (value: unknown) => {
    const found = schema.safeParse(value)
    if (found.success) heard(found.data)
  }
  core.onEvent((topic, payload) => {
    if (topic !== names.event) return
    isOvertaken = true
    read(payload)
  })
  void core.answer(names.query, names.input).then(reply => {
    if (reply.ok && !isOvertaken) read(reply.value)
  })
}

/** The settings, now and after each change. */
export function followSettings(core: RunningCore, heard: (settings: Settings) => void): void {
  follow(core, { query: 'settings.get', event: 'settings.changed' }, Settings, heard)
}

/** How many servers there are, now and after each change. */
export function followServers(core: RunningCore, heard: (count: number) => void): void {
  const names = { query: 'servers.list', event: 'servers.changed' }
  follow(core, names, z.array(Server), list => heard(list.length))
}
