/** Renders the app's icon to the sizes that the packages ask for, and the tray's shapes: `with-electron node scripts/render-icons.ts`. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type Page } from '@playwright/test'
import { trayShapes } from '../src/main/tray/tray-state.ts'
import { projectRoot } from './electron/runtime.ts'

const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
/** Base size in pixels, and the finer ones that Electron looks for beside it. */
const trayImages = [
  { look: 'colour', base: 22, scales: [1, 2] },
  { look: 'colour', base: 16, scales: [1, 1.25, 1.5, 2] },
  { look: 'template', base: 16, scales: [1, 2] },
] as const

const icons = join(projectRoot, 'resources', 'icons')

async function render(page: Page, source: string, size: number, path: string): Promise<void> {
  const svg = readFileSync(join(icons, source), 'utf8')
  await page.setContent(
    `<style>body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${svg}`,
  )
  const clip = { x: 0, y: 0, width: size, height: size }
  await page.screenshot({ path, clip, fullPage: true, omitBackground: true })
}

const app = await _electron.launch({
  executablePath: process.env['ELECTRON_EXEC_PATH'] ?? 'electron',
  args: ['--force-device-scale-factor=1', join(projectRoot, 'scripts', 'bare-window')],
})
const page = await app.firstWindow()
const build = join(projectRoot, 'build', 'icons')
const tray = join(icons, 'tray', 'png')
for (const folder of [build, tray]) mkdirSync(folder, { recursive: true })
for (const size of sizes) await render(page, 'icon.svg', size, join(build, `${size}x${size}.png`))
for (const shape of trayShapes) {
  for (const { look, base, scales } of trayImages) {
    for (const scale of scales) {
      const finer = scale === 1 ? '' : `@${scale}x`
      const path = join(tray, `${shape}-${look}-${base}${finer}.png`)
      await render(page, join('tray', `${shape}-${look}.svg`), base * scale, path)
    }
  }
}
await app.close()
