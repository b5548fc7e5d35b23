/**
 * Faults of the demo server under the real app: exactly the right lamps, exactly one note over the session bus with its words, a click
 * on it opens its page, and its end is told with the right duration. (The lab breaks the same functions for real under the checks.)
 */
import type { DemoFault } from '../../src/shared/model/demo.ts'
import { call, test } from './desktop.ts'
import { expect } from './launch.ts'
import { allWorks, checkUntil, livesThrough, since, type Told } from './watching.ts'

interface Case extends Told {
  readonly fault: DemoFault
}

const cases: readonly Case[] = [
  {
    fault: 'smtp-stopped',
    down: ['receive', 'send'],
    title: 'Mail does not work',
    body: new RegExp(`${since}.*Affected: arriving, leaving\\.$`),
    over: 'Mail is working again',
  },
  {
    fault: 'imap-silent',
    down: ['read'],
    title: 'Mail cannot be read',
    body: new RegExp(`${since}.*Nothing is lost\\.$`),
    over: 'Mail is working again',
  },
  {
    fault: 'certificate-expired',
    down: [],
    title: 'A certificate needs you',
    body: new RegExp(since),
    over: 'That is settled',
  },
  {
    fault: 'unreachable',
    down: ['read', 'receive', 'send'],
    title: 'Your home server is unreachable',
    body: new RegExp(`${since}.*Senders try again for days\\.$`),
    over: 'Mail is working again',
  },
]

for (const { fault, ...told } of cases) {
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
    await livesThrough(page, notes, told, {
      begin: () => call(page, 'demo.setFault', { fault }),
      end: () => call(page, 'demo.setFault', {}),
      seen: () => shot(page, 'incident'),
    })
  })
}
