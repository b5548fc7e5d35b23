/** The system's own dialog for where a file goes: the page never names a path. */
import { join } from 'node:path'
import { app, BrowserWindow, dialog } from 'electron'
import type { SaveWish } from '../core/platform.ts'

/** Answers the path, or nothing when the person thought better of it. */
export async function askWhereToSave({ title, name }: SaveWish): Promise<string | undefined> {
  const options = { title, defaultPath: join(app.getPath('downloads'), name) }
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options))
  return canceled || filePath === '' ? undefined : filePath
}
