import { describe, expect, test } from 'vitest'
import type { JobRecord } from '../../../src/shared/model/job.ts'
import { fakeBridge, jobId } from '../../fakes/cli/fake-bridge.ts'
import { runPostern } from '../../fakes/cli/run-postern.ts'

const line = (text: string) => ({ at: '2026-11-22T10:00:00Z', service: 'smtp', text })
const logs = ['stack', 'logs', '--server', 's']

/** A bridge whose logs job tells these lines, a stranger's line between them, then ends so. */
function logging(end: Partial<JobRecord> | undefined) {
  const pressed = { interrupt: (): void => undefined }
  const bridge = fakeBridge({
    'stack.logs': {
      job: tell => {
        bridge.emit('stack.logged', {
          jobId,
          lines: [line('one'), line('\u001b[31mtwo')],
          leftOut: 0,
          read: 2,
        })
        bridge.emit('stack.logged', {
          jobId: 'another',
          lines: [line('not ours')],
          leftOut: 0,
          read: 1,
        })
        bridge.emit('stack.logged', { jobId, lines: [line('three')], leftOut: 0, read: 3 })
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
const all = [line('one'), line('\u001b[31mtwo'), line('three')]

describe('logs', () => {
  test('N2g come as lines of this job alone, and cannot steer the terminal', async () => {
    const { bridge } = logging({ status: 'done', result: { lines: 3 } })
    const ran = await runPostern(logs, bridge)
    expect(ran).toMatchObject({ code: 0 })
    expect(ran.stdout.split('\n')).toEqual([
      '2026-11-22T10:00:00Z  smtp  one',
      '2026-11-22T10:00:00Z  smtp  \\x1b[31mtwo',
      '2026-11-22T10:00:00Z  smtp  three',
      '',
    ])
  })

  test('N12a are one document with --json', async () => {
    const { bridge } = logging({ status: 'done', result: { lines: 3 } })
    const ran = await runPostern([...logs, '--json'], bridge)
    expect(JSON.parse(ran.stdout)).toEqual({ lines: all })
  })

  test('that are followed end by Ctrl-C with 130, and the document is still whole', async () => {
    const { bridge, onStart } = logging(undefined)
    const ran = await runPostern([...logs, '--follow', '--json'], bridge, { onStart })
    expect(ran.code).toBe(130)
    expect(JSON.parse(ran.stdout)).toMatchObject({ lines: all, error: { code: 'cancelled' } })
  })

  test('N2g that are followed go on when the process that followed for this one leaves, without a line twice', async () => {
    let runs = 0
    const logged = (lines: readonly object[]) => ({ jobId, lines, leftOut: 0, read: 2 })
    const stamp = (second: number, words: string) => ({
      at: `2026-11-22T10:00:0${second}Z`,
      service: 'smtp',
      text: words,
    })
    const bridge = fakeBridge({
      'stack.logs': {
        job: tell => {
          runs += 1
          if (runs === 1) {
            bridge.emit('stack.logged', logged([stamp(1, 'one'), stamp(2, 'two')]))
            tell({ status: 'cancelled' })
          } else {
            bridge.emit('stack.logged', logged([stamp(2, 'two'), stamp(3, 'three')]))
            tell({ status: 'done', result: { lines: 2 } })
          }
        },
      },
    })
    const ran = await runPostern([...logs, '--follow', '--tail', '2'], bridge)
    expect([ran.code, ran.stdout.match(/one|two|three/g)]).toEqual([0, ['one', 'two', 'three']])
    const inputs = bridge.calls.filter(one => one.method === 'stack.logs').map(one => one.input)
    expect(inputs).toMatchObject([{ tail: 2 }, { since: '2026-11-22T10:00:02Z' }])
    expect(inputs[1]).not.toHaveProperty('tail')
  })

  test('that break off say why in the document', async () => {
    const error = {
      code: 'connection-lost',
      params: { host: 'h' },
      retryable: true,
      trail: [],
    } satisfies JobRecord['error']
    const { bridge } = logging({ status: 'failed', error })
    const ran = await runPostern([...logs, '--json'], bridge)
    expect(ran.code).toBe(1)
    expect(JSON.parse(ran.stdout)).toMatchObject({ lines: all, error })
  })
})
