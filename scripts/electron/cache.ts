import { homedir } from 'node:os'
import { join } from 'node:path'

/** Outside the clone, so that `npm ci` and fresh clones keep what was fetched. XDG Base Directory Specification. */
export function cacheFolder(): string {
  const base = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  return join(base, 'postern-electron')
}
