/** `npm run screens -- …`: every screen as a picture under test-results/screens, with axe; words go to Playwright. */
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
const words = ['test', '--project', 'screens', ...process.argv.slice(2)]
const child = spawn(process.execPath, [playwright, ...words], { cwd: root, stdio: 'inherit' })
child.on('close', code => process.exit(code ?? 1))
