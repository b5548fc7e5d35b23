/** The only place that asks the system to open something. */
import { shell } from 'electron'
import { mayOpenExternally } from '../shared/policy.ts'

/** Opens a page in the browser if the policy allows it. */
export async function openOutside(url: string): Promise<void> {
  if (mayOpenExternally(url)) await shell.openExternal(url)
}

/** Shows one of the app's own folders in the file manager. */
export async function openOwnFolder(folder: string): Promise<void> {
  const problem = await shell.openPath(folder)
  if (problem !== '') throw new Error(problem)
}
