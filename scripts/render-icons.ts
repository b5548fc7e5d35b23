/** Renders the app's icon to the sizes that the packages ask for: `with-electron node scripts/render-icons.ts`. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { projectRoot } from './electron/runtime.ts'

const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

const target = join(projectRoot, 'build', 'icons')
const svg = readFileSync(join(projectRoot, 'resources', 'icons', 'icon.svg'), 'utf8')
mkdirSync(target, { recursive: true })
const app = await _electron.launch({
  executablePath: process.env['ELECTRON_EXEC_PATH'] ?? 'electron',
  args: ['--force-device-scale-factor=1', join(projectRoot, 'scripts', 'bare-window')],
})
const page = await app.firstWindow()
for (const size of sizes) {
  await page.setContent(
    `<style>body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${svg}`,
  )
  const clip = { x: 0, y: 0, width: size, height: size }
  await page.screenshot({
    path: join(target, `${size}x${size}.png`),
    clip,
    fullPage: true,
    omitBackground: true,
  })
}
await app.close()
