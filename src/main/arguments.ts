/** What the words after the executable ask for: one pure function for this start and for a second one. */
import { type Place, readPlace } from '../shared/model/place.ts'

export interface StartWish {
  /** `cli`: no window, the command line; `smoke`: load the window hidden, then leave with 0. */
  readonly mode: 'window' | 'cli' | 'smoke'
  /** Developer tools, also in a packaged build. */
  readonly devTools: boolean
  /** With the demo server, in a data folder of its own. */
  readonly demo?: boolean
  /** Start in the background: with the login, nobody asked for a window. */
  readonly hidden: boolean
  /** Where the window opens: `--open incident/ID`, `overview`, `settings`. */
  readonly open?: Place
  /** The command line's own words. */
  readonly rest: readonly string[]
}

/** Words of Chromium and of the launcher that are not the command line's. */
const foreign =
  /^--(ozone-platform|no-sandbox|user-data-dir|inspect|remote-debugging-port|password-store)(=|$)/

/**
 * Reads `process.argv` without the executable (and, unpackaged, without the app's folder). After `--cli` every word
 * belongs to the command line.
 */
export function readArguments(words: readonly string[]): StartWish {
  const at = words.indexOf('--cli')
  const before = at < 0 ? words : words.slice(0, at)
  const rest = at < 0 ? [] : words.slice(at + 1).filter(word => !foreign.test(word))
  const mode = at >= 0 ? 'cli' : before.includes('--smoke') ? 'smoke' : 'window'
  const open = placeIn(before)
  return {
    mode,
    devTools: before.includes('--devtools'),
    ...(before.includes('--demo') && { demo: true }),
    hidden: before.includes('--hidden') && open === undefined,
    ...(open && { open }),
    rest,
  }
}

/** Both `--open PLACE` and `--open=PLACE`; what is no place is left out. */
function placeIn(words: readonly string[]): Place | undefined {
  const at = words.indexOf('--open')
  const joined = words.find(word => word.startsWith('--open='))?.slice('--open='.length)
  return readPlace(joined ?? (at < 0 ? '' : (words[at + 1] ?? '')))
}
