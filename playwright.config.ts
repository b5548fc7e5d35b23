import { defineConfig } from '@playwright/test'

/** The window's page in an ordinary browser. */
const inBrowser = ['screens', 'keyboard', 'pseudo', 'greyscale', 'print'].map(
  name => `${name}.spec.ts`,
)

/**
 * `window`: the real Electron, run with `npm run e2e`, which finds Electron, builds, and brings a screen and a session bus.
 * `journey`: the same against the lab, `npm run e2e -- --project journey` after `npm run lab:up`.
 * `lab`: the same while the lab is broken for real, `npm run e2e:lab`.
 * `screens`: every screen as a picture in Debian's Chromium, with axe, run with `npm run screens`.
 */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/runs',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Each test starts an app of its own; two at once only slow each other down on a small machine.
  workers: 1,
  reporter: [['list']],
  forbidOnly: true,
  projects: [
    { name: 'window', testIgnore: [...inBrowser, 'journey.spec.ts', 'faults.spec.ts'] },
    { name: 'journey', testMatch: 'journey.spec.ts' },
    { name: 'lab', testMatch: 'faults.spec.ts' },
    {
      name: 'screens',
      // Pages of one browser, alike and independent: as many at once as is asked for with --workers.
      fullyParallel: true,
      testMatch: inBrowser,
      use: {
        launchOptions: {
          executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
          args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
        },
      },
    },
  ],
})
