import { describe, expect, test } from 'vitest'
import type { JobRecord } from '../../../src/shared/model/job.ts'
import type { Noted } from '../../../src/shared/model/watch.ts'
import { fakeBridge } from '../../fakes/cli/fake-bridge.ts'
import { runPostern } from '../../fakes/cli/run-postern.ts'

const noted: Noted = {
  at: '2026-11-22T10:04:00Z',
  tag: 'incident:1',
  kind: 'down',
  incident: '1',
  title: 'Mail cannot arrive',
  body: 'Since 10:04 · there is no \u001b[31manswer.',
  urgency: 'critical',
  by: [],
}
const words = ['watch', 'run']

/** A bridge whose watch tells one note, then ends so, or by Ctrl-C. */
function watching(end: Partial<JobRecord> | undefined) {
  const pressed = { interrupt: (): void => undefined }
  const bridge = fakeBridge({
    'watch.run': {
      job: tell => {
        bridge.emit('watch.noted', noted)
        if (end) tell(end)
        else pressed.interrupt()
      },
    },
  })
  const onStart = (interrupt: () => void) => {
    pressed.interrupt = interrupt
  }
  return { bridge, onStart }
}

const round = (verdict: string) => [
  {
    server: 's',
    results: [
      {
        id: 'read.imap',
        lamp: 'read',
        vantage: 'server',
        verdict,
        code: 'no-answer',
        params: {},
        tookMs: 7,
      },
    ],
  },
]

describe('watch', () => {
  test('N12a run says each note as a line, which cannot steer the terminal', async () => {
    const { bridge, onStart } = watching(undefined)
    const ran = await runPostern(words, bridge, { onStart })
    expect(ran.code).toBe(130)
    expect(ran.stdout).toContain('Mail cannot arrive: Since 10:04 · there is no \\x1b[31manswer.\n')
  })

  test('N12a run is one document with --json, whole also after Ctrl-C', async () => {
    const { bridge, onStart } = watching(undefined)
    const ran = await runPostern([...words, '--json'], bridge, { onStart })
    expect(ran.code).toBe(130)
    expect(JSON.parse(ran.stdout)).toMatchObject({ noted: [noted], error: { code: 'cancelled' } })
  })

  test('N12a run that broke off says why in the document', async () => {
    const error = { code: 'host-gone', params: {}, retryable: true, trail: [] } as const
    const { bridge } = watching({ status: 'failed', error: { ...error, trail: [] } })
    const ran = await runPostern([...words, '--json'], bridge)
    expect(ran.code).toBe(1)
    expect(JSON.parse(ran.stdout)).toMatchObject({ noted: [noted], error: { code: 'host-gone' } })
  })

  test('check ends with 1 when something does not work, and names it', async () => {
    const bridge = fakeBridge({ 'watch.check': { value: round('wrong') } })
    const ran = await runPostern(['watch', 'check'], bridge)
    expect(ran.code).toBe(1)
    expect(ran.stdout).toContain('read.imap')
    expect(ran.stderr).toContain('Not all of it works: read.imap.')
  })

  test('B13 check that can only not tell ends with 0', async () => {
    const bridge = fakeBridge({ 'watch.check': { value: round('unknown') } })
    expect(await runPostern(['watch', 'check'], bridge)).toMatchObject({ code: 0, stderr: '' })
  })

  test('N12c export puts the file on stdout as it is', async () => {
    const text = 'day,lamp\r\n2026-11-22,send\r\n'
    const bridge = fakeBridge({ 'watch.export': { value: { name: 'x.csv', text } } })
    const typed = ['watch', 'export', '--format', 'csv', '--server', 's']
    expect((await runPostern(typed, bridge)).stdout).toBe(text)
  })

  test('a time that is none is a slip of typing', async () => {
    const ran = await runPostern(['watch', 'pause', '--until', 'soon'], fakeBridge())
    expect(ran.code).toBe(2)
    expect(ran.stderr).toContain('“soon” is not a time')
  })
})
