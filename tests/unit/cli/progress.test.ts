import { describe, expect, test } from 'vitest'
import { progressLine } from '../../../src/cli/show/progress.ts'
import { fakeBridge, record } from '../../fakes/cli/fake-bridge.ts'
import { runPostern } from '../../fakes/cli/run-postern.ts'

const step = (id: string) => ({ id, index: 0, of: 2 })
const working = () =>
  fakeBridge({
    'stack.up': {
      job: tell => {
        for (let at = 0; at < 40; at += 1)
          tell({ status: 'running', fraction: at / 40, step: step(`step ${at}`) })
        tell({
          status: 'done',
          result: { services: [], recreated: [], nextImages: [], output: '' },
        })
      },
    },
  })
const up = ['stack', 'up', '--server', 's', '--json']

describe('progress', () => {
  test('N12a stays off stdout', async () => {
    const ran = await runPostern(up, working(), { isTty: true })
    expect(JSON.parse(ran.stdout)).toMatchObject({ services: [] })
  })

  test('is a bar on a terminal, and gone at the end', async () => {
    const ran = await runPostern(up, working(), { isTty: true })
    expect(ran.stderr).toContain('[############------------]  50 %  Start Mailu: step 20')
    expect(ran.stderr.endsWith('\r\u001b[K')).toBe(true)
    expect(ran.stderr).not.toContain('\n')
  })

  test('is a plain line every three seconds at most elsewhere', async () => {
    const ran = await runPostern(up, working(), { tickMs: 500 })
    const lines = ran.stderr.trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(3)
    expect(lines.length).toBeLessThan(9)
    expect(lines[0]).toBe('Start Mailu: step 0 (0 %)')
    expect(ran.stderr).not.toContain('\r')
  })

  test('never exceeds the width, and shows no control character of a server', () => {
    const detail = `\u001b]0;title\u0007${'x'.repeat(200)}`
    const shown = progressLine(record('stack.up', { step: { ...step('a'), detail } }), 60)
    expect(shown).toHaveLength(59)
    expect(shown).not.toMatch(/[\u0000-\u001f]/)
  })
})
