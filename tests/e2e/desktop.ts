/** A desktop of the tests' own: a private session bus with a notification daemon and a panel. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { type NoteServer, startNoteServer } from '../fakes/note-server.ts'
import { startPrivateBus } from '../fakes/private-bus.ts'
import { startTrayHost, type TrayHost } from '../fakes/tray-host.ts'
import { test as base } from './launch.ts'

export interface Desktop {
  readonly address: string
  /** Variables for the app: this bus, and a configuration folder of its own. */
  readonly env: Record<string, string>
  readonly configFolder: string
  panel(): Promise<TrayHost>
  notes(): Promise<NoteServer>
}

export const test = base.extend<{ desktop: Desktop }>({
  desktop: async ({}, use) => {
    const bus = await startPrivateBus()
    const folder = mkdtempSync(join(tmpdir(), 'postern-desktop-'))
    const configFolder = join(folder, 'config')
    const started: { stop(): void }[] = []
    const keep = <T extends { stop(): void }>(one: T): T => {
      started.push(one)
      return one
    }
    await use({
      address: bus.address,
      env: { DBUS_SESSION_BUS_ADDRESS: bus.address, XDG_CONFIG_HOME: configFolder },
      configFolder,
      panel: async () => keep(await startTrayHost(bus.address)),
      notes: async () => keep(await startNoteServer(bus.address)),
    })
    for (const one of started) one.stop()
    await bus.stop()
    rmSync(folder, { recursive: true, force: true })
  },
})

interface PageWorld {
  readonly bridge: {
    call(method: string, input?: unknown): Promise<{ ok: boolean; value: unknown }>
  }
}
/** A call as the window's own page makes it. */
export const call = (page: Page, method: string, input?: unknown) =>
  page.evaluate(([name, value]) => (globalThis as unknown as PageWorld).bridge.call(name, value), [
    method,
    input,
  ] as const)
