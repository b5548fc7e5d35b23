/** Start at login on Linux: a file in the autostart folder (XDG Desktop Application Autostart Specification 0.5). */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { en } from '../../shared/locales/en/index.ts'

export interface AutostartFacts {
  readonly homeDir: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The words that start the app. */
  readonly command: readonly string[]
}

/** `$XDG_CONFIG_HOME/autostart/postern.desktop`; a relative XDG_CONFIG_HOME counts as none, as the specification says. */
export function autostartPath({ homeDir, env }: Omit<AutostartFacts, 'command'>): string {
  const config = env['XDG_CONFIG_HOME']
  const folder = config !== undefined && isAbsolute(config) ? config : join(homeDir, '.config')
  return join(folder, 'autostart', 'postern.desktop')
}

/**
 * One word of an Exec line (Desktop Entry Specification 1.5, "The Exec key"): quoted, with what a shell would read
 * escaped; then escaped once more as every value of the file; `%` is doubled.
 */
export function execWord(word: string): string {
  const quoted = `"${word.replaceAll(/["`$\\]/g, '\\$&')}"`
  return quoted.replaceAll('\\', '\\\\').replaceAll('%', '%%').replaceAll('\n', '\\n')
}

/** The file's text. */
export function autostartText(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.5',
    'Name=Postern',
    `Comment=${en.desktop.autostartComment}`,
    `Exec=${[...command, '--hidden'].map(execWord).join(' ')}`,
    'Icon=postern',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}

/** What a desktop's own settings write when a person switches an entry off there. */
const switchedOff = /^(Hidden=true|X-GNOME-Autostart-enabled=false)$/m

/**
 * Makes the file say what is wished. `isNews`: the person has just decided; otherwise a file that the desktop's own
 * settings switched off stays off. Throws what the file system says.
 */
export function setAutostart(isWished: boolean, facts: AutostartFacts, isNews: boolean): void {
  const path = autostartPath(facts)
  if (!isWished) {
    rmSync(path, { force: true })
    return
  }
  const text = autostartText(facts.command)
  const before = readIfThere(path)
  if (before === text || (!isNews && before !== undefined && switchedOff.test(before))) return
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(`${path}.new`, text, { mode: 0o644 })
  renameSync(`${path}.new`, path)
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined // not there yet
  }
}
