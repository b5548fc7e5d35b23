/** The words in front of a command that needs a screen, a session bus and an ordinary user of its own. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ScriptError } from './runtime.ts'

export interface TestSession {
  readonly prefix: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Removes the session's home. */
  end(): void
}

/**
 * As root, Chromium cannot sandbox: the suite then runs in a user namespace that shows root's own files as those of user
 * 1000, so that the real sandbox works and nobody has to be added to the machine.
 */
const ordinaryUser = ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--'] as const
const ownBus = ['dbus-run-session', '--'] as const
const ownScreen = ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24', '--'] as const

const works = (command: readonly string[]) => {
  const [program = '', ...rest] = command
  return spawnSync(program, [...rest, 'true'], { stdio: 'ignore' }).status === 0
}

/** On macOS and Windows the desktop itself is the session. Throws ScriptError when this Linux lacks a part. */
export function testSession({ screen } = { screen: true }): TestSession {
  if (process.platform !== 'linux') return { prefix: [], environment: {}, end: () => undefined }
  const prefix = [...asOrdinaryUser(), ...ownBus, ...(screen ? ownScreen : [])]
  for (const program of ['dbus-run-session', 'xvfb-run']) {
    if (spawnSync(program, ['--help'], { stdio: 'ignore' }).error) {
      throw new ScriptError(
        `${program} is missing. Debian: apt-get install $(cat tests/e2e/apt-packages.txt)`,
      )
    }
  }
  // A home of its own: no keyring, no settings and no caches of the person who runs the tests.
  const home = mkdtempSync(join(tmpdir(), 'postern-e2e-home-'))
  return {
    prefix,
    environment: { HOME: home, XDG_RUNTIME_DIR: home },
    end: () => rmSync(home, { recursive: true, force: true }),
  }
}

function asOrdinaryUser(): readonly string[] {
  if (process.getuid?.() !== 0) return []
  if (works(ordinaryUser)) return ordinaryUser
  throw new ScriptError(
    'The window tests need an ordinary user, since Chromium does not sandbox root, and this system allows no user\n' +
      'namespace to stand in for one. Run them as an ordinary user.',
  )
}
