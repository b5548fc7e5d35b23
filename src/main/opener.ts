/** The only place that asks the system to open something. */
import { shell } from 'electron'
import { mayOpenExternally } from '../shared/policy.ts'

/** Opens a page in the browser if the policy allows it; answers whether it was asked for. */
export async function openOutside(
  url: string,
  configuredHosts: readonly string[],
): Promise<boolean> {
  if (!mayOpenExternally(url, configuredHosts)) return false
  await shell.openExternal(url)
  return true
}

/** Shows one of the app's own folders in the file manager. */
export async function openOwnFolder(folder: string): Promise<void> {
  const problem = await shell.openPath(folder)
  if (problem !== '') throw new Error(problem)
}
