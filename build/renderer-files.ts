/** Lists what was built for the window: the app serves exactly these files, by this list. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Plugin, ResolvedConfig } from 'vite'

/** Writes `renderer-files.json` beside the renderer's folder, when that is complete. */
export function rendererFiles(): Plugin {
  let config: ResolvedConfig
  return {
    name: 'renderer-files',
    apply: 'build',
    configResolved(resolved) {
      config = resolved
    },
    closeBundle() {
      const folder = config.build.outDir
      const names = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .sort()
      writeFileSync(join(folder, '..', 'renderer-files.json'), JSON.stringify(names, null, 1))
    },
  }
}
