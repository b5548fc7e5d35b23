/** Where the files lie that are shipped beside the app. */
import { join } from 'node:path'
import { app } from 'electron'

/** Absolute; outside of the archive, so that other programs can read its icons. */
export function resourcesFolder(): string {
  return app.isPackaged ? process.resourcesPath : join(app.getAppPath(), 'resources')
}
