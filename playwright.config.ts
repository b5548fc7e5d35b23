import { defineConfig } from '@playwright/test'

/** The window suite: run it with `npm run e2e`, which finds Electron, builds, and brings a screen and a session bus. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Each test starts an app of its own; two at once only slow each other down on a small machine.
  workers: 1,
  reporter: [['list']],
  forbidOnly: true,
})
