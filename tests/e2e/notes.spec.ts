/**
 * Faults of the demo server under the real app: exactly the right lamps, exactly one note over the session bus with its words, a click
 * on it opens its page, and its end is told with the right duration. (The lab breaks the same functions for real under the checks.)
 */
import type { DemoFault } from '../../src/shared/model/demo.ts'
import { call, test } from './desktop.ts'
import { expect } from './launch.ts'
import { allWorks, checkUntil, livesThrough, type Told, told } from './watching.ts'

const cases: readonly (readonly [DemoFault, Told])[] = [
  ['smtp-stopped', told.mailDown],
  ['imap-silent', told.readDown],
  ['certificate-expired', told.certificate],
  ['unreachable', told.unreachable],
]

for (const [fault, expected] of cases) {
  test(`N6a N6e ${fault}: its lamps, one note, its page, its end`, async ({
    startApp,
    desktop,
    shot,
  }) => {
    test.setTimeout(400_000)
    const notes = await desktop.notes()
    const { app } = await startApp({ args: ['--demo'], env: desktop.env })
    const page = await app.firstWindow()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await call(page, 'settings.set', { quietHours: 'off' }) // whenever this runs
    await checkUntil(page, () => allWorks(page))
    expect(notes.notes).toEqual([])
    await livesThrough(page, notes, expected, {
      begin: () => call(page, 'demo.setFault', { fault }),
      end: () => call(page, 'demo.setFault', {}),
      seen: () => shot(page, 'incident'),
    })
  })
}
