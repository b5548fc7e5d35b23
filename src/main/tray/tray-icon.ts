/** The tray's pictures: templates on macOS, which the system tints; in colour elsewhere. */
import { join } from 'node:path'
import { type NativeImage, nativeImage } from 'electron'
import { resourcesFolder } from '../resources.ts'
import type { TrayShape } from './tray-state.ts'

/** The file of a shape: 22 px in panels of Linux, 16 px elsewhere; finer ones lie beside it. */
export function trayIconFile(shape: TrayShape, platform: string): string {
  if (platform === 'darwin') return `${shape}-template-16.png`
  return platform === 'win32' ? `${shape}-colour-16.png` : `${shape}-colour-22.png`
}

/** The picture of a shape for this system. */
export function trayIcon(shape: TrayShape): NativeImage {
  const file = trayIconFile(shape, process.platform)
  const image = nativeImage.createFromPath(join(resourcesFolder(), 'icons', 'tray', 'png', file))
  if (process.platform === 'darwin') image.setTemplateImage(true)
  return image
}
