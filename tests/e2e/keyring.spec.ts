import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Launched, test } from './launch.ts'

test.skip(process.platform !== 'linux', 'the Secret Service is Linux’s')

interface Session {
  readonly env: Record<string, string>
  end(): void
}

/** A session bus with a home of its own, so that its keyring is nobody's. */
async function newSession(): Promise<Session> {
  const home = mkdtempSync(join(tmpdir(), 'postern-keyring-'))
  const env = { HOME: home, XDG_RUNTIME_DIR: home, XDG_DATA_HOME: join(home, 'data') }
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const address = await new Promise<string>((resolve, reject) => {
    bus.once('error', reject)
    bus.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()))
  })
  return {
    env: { ...env, DBUS_SESSION_BUS_ADDRESS: address },
    end() {
      bus.kill()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Starts the keyring unlocked, as a login does with the person's password. */
function unlock(session: Session): void {
  const started = spawnSync('gnome-keyring-daemon', ['--unlock', '--components=secrets'], {
    env: { ...process.env, ...session.env },
    input: 'a password',
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  expect(started.status).toBe(0)
}

const call = (launched: Launched, method: string, input?: unknown) =>
  launched.page.evaluate(
    ([name, value]) =>
      (
        globalThis as unknown as {
          bridge: { call(method: string, input: unknown): Promise<unknown> }
        }
      ).bridge.call(name, value),
    [method, input] as const,
  )

test('an unlocked keyring keeps the secrets', async ({ launch }) => {
  const session = await newSession()
  try {
    unlock(session)
    const launched = await launch({ env: session.env })
    expect(await call(launched, 'settings.keyring')).toEqual({
      ok: true,
      value: { kind: 'system', detail: 'Secret Service', canConsentToPlain: false },
    })
  } finally {
    session.end()
  }
})

test('a keyring that would ask for a password is not asked: secrets stay in memory until the person agrees', async ({
  launch,
}) => {
  const session = await newSession()
  try {
    const first = await launch({ env: session.env })
    expect(await call(first, 'settings.keyring')).toMatchObject({
      ok: true,
      value: { kind: 'memory', canConsentToPlain: true },
    })
    expect(await call(first, 'settings.consentToPlain', { agreed: true })).toMatchObject({
      ok: true,
      value: { kind: 'key-file' },
    })
    await first.close()
    const second = await launch({ env: session.env, dataDir: first.dataDir })
    expect(await call(second, 'settings.keyring')).toMatchObject({ value: { kind: 'key-file' } })
  } finally {
    session.end()
  }
})
