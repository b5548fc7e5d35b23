/** Every screen and state of the window: the recorded world it is in, and how a person gets there. */
import type { Page } from '@playwright/test'

export interface Screen {
  readonly name: string
  /** A name of tests/fakes/renderer/scenarios.ts. */
  readonly scenario: string
  readonly path: string
  readonly go?: (page: Page) => Promise<void>
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

async function editTwo(page: Page): Promise<void> {
  await page.getByLabel('Largest message', { exact: false }).first().fill('75 MB')
  await page.keyboard.press('Tab')
  await page.locator('tr', { hasText: 'MESSAGE_RATELIMIT' }).getByRole('textbox').fill('300 a day')
  await page.keyboard.press('Tab')
}
async function openApply(page: Page): Promise<void> {
  await editTwo(page)
  await button(page, 'Show what it would do').click()
  await page.getByText('The server accepts the new file').waitFor()
}
async function openLog(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Actions for smtp' }).click()
  await page.getByRole('menuitem', { name: 'Show its log' }).click()
  await page.evaluate(() => {
    const { bridge } = globalThis as unknown as {
      bridge: { calls: unknown[]; emit(topic: string, payload: unknown): void }
    }
    const line = (time: string, text: string) => ({
      at: `2026-11-22T${time}.000000000Z`,
      service: 'smtp',
      text,
    })
    bridge.emit('stack.logged', {
      jobId: 'job-1',
      leftOut: 0,
      read: 4,
      lines: [
        line(
          '10:31:02',
          '4523728A8DC: from=<office@example.com>, size=4812, nrcpt=1 (queue active)',
        ),
        line(
          '10:31:02',
          '4523728A8DC: relay=smtp.sendgrid.net:587, dsn=2.0.0, status=sent (250 Ok)',
        ),
        line('10:31:40', '7B1C09D44E1: status=deferred (421 4.7.28 unusual rate of mail)'),
        line('10:31:44', 'connect from mail.library.example[198.51.100.17]'),
      ],
    })
  })
  await page.getByText('connect from mail.library').waitFor()
}
async function choosing(page: Page): Promise<void> {
  await button(page, 'Change').first().click()
  await page.getByRole('dialog').waitFor()
}

async function serverMenu(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'Actions for home' }).click()
  await page.getByRole('menuitem', { name: entry, exact: true }).click()
}

export const screens: readonly Screen[] = [
  { name: 'first-run', scenario: 'fresh', path: '#/start' },
  {
    name: 'first-run-ways',
    scenario: 'fresh',
    path: '#/start',
    go: async page => {
      await button(page, /Default key/).click()
      await page.getByText('Looked for a default key here').waitFor()
    },
  },
  {
    name: 'first-run-fingerprint',
    scenario: 'fresh',
    path: '#/start',
    go: async page => {
      await button(page, 'Show its fingerprint').click()
      await page.getByText('Is this your server?').waitFor()
    },
  },
  {
    name: 'first-run-login',
    scenario: 'fresh',
    path: '#/start',
    go: async page => {
      await button(page, 'Show its fingerprint').click()
      await button(page, 'How to log in').click()
    },
  },
  {
    name: 'first-run-on-the-way',
    scenario: 'jump',
    path: '#/start',
    go: async page => {
      await button(page, 'Show its fingerprint').click()
      await page.getByText('leads through gate.example.org').waitFor()
    },
  },
  {
    name: 'first-run-changed-key',
    scenario: 'changedKey',
    path: '#/start',
    go: async page => {
      await button(page, 'Show its fingerprint').click()
      await page.getByText('The server’s fingerprint has changed.').waitFor()
    },
  },
  { name: 'look', scenario: 'looking', path: '#/start' },
  { name: 'look-no-mailu', scenario: 'noMailu', path: '#/start' },
  { name: 'next', scenario: 'next', path: '#/start' },
  { name: 'overview', scenario: 'working', path: '#/overview' },
  { name: 'overview-step', scenario: 'behind', path: '#/overview' },
  { name: 'overview-down', scenario: 'outage', path: '#/overview' },
  { name: 'overview-states', scenario: 'everyState', path: '#/overview' },
  { name: 'overview-offline', scenario: 'offline', path: '#/overview' },
  { name: 'overview-unwatched', scenario: 'unwatched', path: '#/overview' },
  { name: 'overview-empty', scenario: 'empty', path: '#/overview' },
  { name: 'demo', scenario: 'demo', path: '#/overview' },
  {
    name: 'overview-table',
    scenario: 'working',
    path: '#/overview',
    go: async page => {
      await button(page, 'Show as a table').click()
      await page.getByRole('table').waitFor()
    },
  },
  { name: 'activity', scenario: 'outage', path: '#/activity' },
  { name: 'activity-calm', scenario: 'calm', path: '#/activity' },
  { name: 'activity-unwatched', scenario: 'unwatched', path: '#/activity' },
  {
    name: 'incident',
    scenario: 'outage',
    path: '#/activity/incident/i3',
    go: async page => {
      await page.getByRole('button', { name: 'What was answered', exact: true }).click()
    },
  },
  { name: 'incident-over', scenario: 'working', path: '#/activity/incident/i1' },
  { name: 'server', scenario: 'behind', path: '#/server' },
  { name: 'server-empty', scenario: 'empty', path: '#/server' },
  { name: 'server-unreachable', scenario: 'unreachable', path: '#/server' },
  {
    name: 'server-doctor',
    scenario: 'unreachable',
    path: '#/server',
    go: async page => {
      await button(page, 'Check the connection').click()
      await page.getByText('Permission denied').waitFor()
    },
  },
  { name: 'server-sudo', scenario: 'sudo', path: '#/server' },
  { name: 'server-read-only', scenario: 'readOnly', path: '#/server' },
  {
    name: 'server-settings',
    scenario: 'working',
    path: '#/server',
    go: async page => {
      await editTwo(page)
      await button(page, 'Undo').first().scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'server-menu',
    scenario: 'working',
    path: '#/server',
    go: async page => {
      await page.getByRole('button', { name: 'Actions for smtp' }).click()
      await page.getByRole('menuitem', { name: 'Restart' }).waitFor()
    },
  },
  { name: 'server-apply', scenario: 'working', path: '#/server', go: openApply },
  {
    name: 'server-applied',
    scenario: 'working',
    path: '#/server',
    go: async page => {
      await openApply(page)
      await button(page, 'Apply and restart mail').click()
      await page.getByText('Done in 17 s').waitFor()
    },
  },
  {
    name: 'server-rolled-back',
    scenario: 'rollsBack',
    path: '#/server',
    go: async page => {
      await openApply(page)
      await button(page, 'Apply and restart mail').click()
      await page.getByText('Undone by itself').waitFor()
    },
  },
  {
    name: 'server-running',
    scenario: 'working',
    path: '#/server',
    go: async page => {
      await openApply(page)
      await page.evaluate(() => {
        ;(globalThis as unknown as { bridge: { holdJobs(): void } }).bridge.holdJobs()
      })
      await button(page, 'Apply and restart mail').click()
      await page.evaluate(() => {
        ;(globalThis as unknown as { bridge: { progress(change: unknown): void } }).bridge.progress(
          {
            fraction: 0.62,
            step: { id: 'recreate', index: 6, of: 9, detail: 'smtp', done: 2, total: 3 },
          },
        )
      })
      await button(page, 'Go on in the background').click()
    },
  },
  {
    name: 'server-down',
    scenario: 'working',
    path: '#/server',
    go: async page => {
      await button(page, 'More').click()
      await page.getByRole('menuitem', { name: 'Stop mail…' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'server-history',
    scenario: 'working',
    path: '#/server',
    go: async page => {
      await button(page, 'Compare, bring back…').first().scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'server-history-compare',
    scenario: 'working',
    path: '#/server',
    go: async page => {
      await button(page, 'Compare, bring back…').first().click()
      await page.getByText('The server accepts the new file').waitFor()
    },
  },
  { name: 'server-log', scenario: 'working', path: '#/server', go: openLog },
  { name: 'sending', scenario: 'working', path: '#/sending' },
  {
    name: 'sending-queue',
    scenario: 'working',
    path: '#/sending',
    go: async page => {
      await button(page, /takes less than you send/)
        .first()
        .click()
      await page.locator('.queued').first().scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'sending-delete',
    scenario: 'working',
    path: '#/sending',
    go: async page => {
      await button(page, 'Delete…').click()
      await page.getByRole('alertdialog').waitFor()
    },
  },
  {
    name: 'sending-prove',
    scenario: 'working',
    path: '#/sending',
    go: async page => {
      await button(page, 'Prove it with a test message').click()
      await page.getByLabel('IMAP server').waitFor()
    },
  },
  {
    name: 'sending-key',
    scenario: 'working',
    path: '#/sending',
    go: async page => {
      await button(page, 'Give a key').click()
      await page.getByLabel('Key for the API of SendGrid').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'sending-opinion',
    scenario: 'working',
    path: '#/sending',
    go: async page => {
      await button(page, 'Give a key').click()
      await page.getByLabel('Key for the API of SendGrid').fill('SG.not.a.real.one')
      await button(page, 'Keep it and ask').click()
      await page.getByText('s2._domainkey.example.org').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'sending-proofs',
    scenario: 'working',
    path: '#/sending',
    go: async page => page.getByLabel('Repeat it by itself').scrollIntoViewIfNeeded(),
  },
  { name: 'dns', scenario: 'working', path: '#/dns' },
  {
    name: 'dns-record',
    scenario: 'working',
    path: '#/dns',
    go: async page => {
      await page.getByLabel('The form of your DNS host').selectOption('cloudflare')
      await button(page, /^Who may send as you/).click()
      await page.getByText('2 of 10 look-ups').waitFor()
    },
  },
  {
    name: 'dns-choices',
    scenario: 'working',
    path: '#/dns',
    go: async page => {
      await button(page, 'Choices for this plan').click()
      await page.getByLabel('Backup MX').scrollIntoViewIfNeeded()
    },
  },
  { name: 'sending-at-once', scenario: 'atOnce', path: '#/sending' },
  {
    name: 'sending-at-once-plan',
    scenario: 'atOnce',
    path: '#/sending',
    go: async page => {
      await button(page, 'Change').click()
      await page.getByLabel('Password or key').fill('the right one')
      await button(page, 'Try it without sending').click()
      await page.getByText('For this port').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'sending-sender-refused',
    scenario: 'senderRefused',
    path: '#/sending',
    go: async page => {
      await button(page, 'Try it').click()
      await page.setViewportSize({ width: 900, height: 600 })
      await page.getByText('does not take mail from').first().scrollIntoViewIfNeeded()
    },
  },
  { name: 'sending-direct', scenario: 'direct', path: '#/sending' },
  {
    name: 'sending-probe',
    scenario: 'refused',
    path: '#/sending',
    go: async page => {
      await button(page, 'Try it').click()
      await page.getByText('535 5.7.8').first().waitFor()
    },
  },
  { name: 'sending-choose', scenario: 'working', path: '#/sending', go: choosing },
  {
    name: 'sending-refused',
    scenario: 'refused',
    path: '#/sending',
    go: async page => {
      await choosing(page)
      await page.getByLabel('Password or key').fill('not the right one')
      await button(page, 'Try it without sending').click()
      await page.getByText('Use it although it does not work').waitFor()
    },
  },
  {
    name: 'sending-worked',
    scenario: 'working',
    path: '#/sending',
    go: async page => {
      await choosing(page)
      await page.getByLabel('Password or key').fill('the right one')
      await button(page, 'Try it without sending').click()
      await button(page, 'Apply and restart mail').waitFor()
    },
  },
  { name: 'settings', scenario: 'memory', path: '#/settings' },
  {
    name: 'settings-channel',
    scenario: 'working',
    path: '#/settings',
    go: async page => {
      await button(page, 'Add a way').click()
      await page.getByLabel('Address', { exact: true }).fill('https://ntfy.sh/another')
    },
  },
  {
    name: 'settings-diagnostics',
    scenario: 'working',
    path: '#/settings',
    go: async page => {
      await button(page, 'Show all 7').click()
      await button(page, 'Show what it would hold').click()
      await page.getByRole('region', { name: 'The bundle' }).scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'settings-forget',
    scenario: 'behind',
    path: '#/settings',
    go: async page => {
      await serverMenu(page, 'Forget…')
      await page.getByRole('alertdialog').waitFor()
    },
  },
  {
    name: 'close-question',
    scenario: 'working',
    path: '#/server',
    go: async page => {
      await page.evaluate(() => {
        const { bridge } = globalThis as unknown as {
          bridge: { emit(topic: string, payload: unknown): void }
        }
        bridge.emit('app.closeAsked', { hasTray: true })
      })
      await page.getByRole('alertdialog').waitFor()
    },
  },
  {
    name: 'settings-change-server',
    scenario: 'working',
    path: '#/settings',
    go: async page => {
      await button(page, 'Change…').first().click()
      await page.getByLabel('Address').waitFor()
    },
  },
  {
    name: 'settings-doctor',
    scenario: 'working',
    path: '#/settings',
    go: async page => {
      await serverMenu(page, 'Check the connection…')
      await page.getByText('It is your server').waitFor()
    },
  },
  {
    name: 'settings-own-key',
    scenario: 'working',
    path: '#/settings',
    go: async page => {
      await serverMenu(page, 'Key of Postern’s own…')
      await button(page, 'Add the line and log in with it').waitFor()
    },
  },
  {
    name: 'settings-clean-server',
    scenario: 'working',
    path: '#/settings',
    go: async page => {
      await serverMenu(page, 'Clean up and forget…')
      await button(page, 'Take it away…').waitFor()
    },
  },
  {
    name: 'settings-other-computer',
    scenario: 'working',
    path: '#/settings',
    go: async page => {
      await button(page, 'Other computer…').click()
      await page.getByText('postern-servers').waitFor()
    },
  },
]
