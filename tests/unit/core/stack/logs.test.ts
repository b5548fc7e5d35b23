import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createBatches, largestBatch } from '../../../../src/core/stack/logs/batches.ts'
import { createLineReader, parseLogLine } from '../../../../src/core/stack/logs/log-lines.ts'
import { createFakeStack } from '../../../support/fake-stack.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const stamp = (second: number): string => `2026-11-22T20:00:0${second}.123456789Z`

describe('logs', () => {
  test('N2g of all services come through one channel, with service and stamp, masked', async () => {
    const fake = await createFakeStack(await tempFolder(), {
      needs: { redact: text => text.replaceAll('right', '…') },
    })
    const { smtp = '', imap = '' } = fake.containers()
    fake.shim.state.logs = {
      [smtp]: `${stamp(1)} RELAYPASSWORD is right\n${stamp(2)} a | bar and ünïcode\n`,
      [imap]: `${stamp(3)} hello\nwithout a stamp\n`,
    }
    const input = { ...fake.where, services: [], follow: false }
    expect(await fake.stack.handlers['stack.logs'](input, fake.job())).toEqual({ lines: 4 })
    const of = (service: string) => fake.logged.filter(one => one.service === service)
    expect(of('smtp')).toEqual([
      { service: 'smtp', at: stamp(1), text: 'RELAYPASSWORD is …' },
      { service: 'smtp', at: stamp(2), text: 'a | bar and ünïcode' },
    ])
    expect(of('imap').map(one => one.text)).toEqual(['hello', 'without a stamp'])
    expect(fake.remembered.map(secret => secret.reveal())).toContain('right')
  })

  test('N2g are saved where the person says, masked, service after service, only what is sought', async () => {
    const folder = await tempFolder()
    const asked: unknown[] = []
    const path = join(folder, 'mail.log')
    const fake = await createFakeStack(folder, {
      needs: {
        redact: text => text.replaceAll('right', '…'),
        askWhereToSave: async wish => {
          asked.push(wish)
          return path
        },
      },
    })
    const { smtp = '', imap = '' } = fake.containers()
    fake.shim.state.logs = {
      [smtp]: `${stamp(1)} RELAYPASSWORD is right\n${stamp(3)} sent\n`,
      [imap]: `${stamp(2)} hello\n`,
    }
    const save = (more: object) =>
      fake.stack.handlers['stack.saveLogs'](
        { ...fake.where, services: ['smtp', 'imap'], ...more },
        fake.job(),
      )
    const text = `${stamp(1)} smtp RELAYPASSWORD is …\n${stamp(3)} smtp sent\n${stamp(2)} imap hello\n`
    expect(await save({})).toEqual({ path, lines: 3, sizeBytes: Buffer.byteLength(text) })
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(asked).toEqual([
      { title: 'Save the log', name: expect.stringMatching(/^mailu-[-\dT]+\.log$/) },
    ])
    expect(await save({ matching: 'SENT', since: '1h' })).toMatchObject({ lines: 1 })
    expect(readFileSync(path, 'utf8')).toBe(`${stamp(3)} smtp sent\n`)
    expect(fake.shim.calls.at(-1)?.args).toContain('1h')
  })

  test('N2g a save that is thought better of, cancelled, or has nobody to ask leaves no file', async () => {
    const folder = await tempFolder()
    const path = join(folder, 'mail.log')
    const saveWith = async (
      askWhereToSave: (() => Promise<string | undefined>) | undefined,
      signal?: AbortSignal,
    ) => {
      const fake = await createFakeStack(await tempFolder(), { needs: { askWhereToSave } })
      return fake.stack.handlers['stack.saveLogs'](
        { ...fake.where, services: ['nobody'] },
        fake.job(signal),
      )
    }
    expect(await saveWith(async () => undefined)).toEqual({ lines: 0, sizeBytes: 0 })
    await expect(saveWith(undefined)).rejects.toMatchObject({ code: 'no-save-dialog' })
    await expect(saveWith(async () => path)).rejects.toMatchObject({ code: 'service-not-found' })
    const abort = new AbortController()
    const waiting = saveWith(() => {
      abort.abort()
      return new Promise(() => undefined)
    }, abort.signal)
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    expect(readdirSync(folder)).toEqual([])
  })

  test('that are followed end when the job is cancelled, and no line is told twice', async () => {
    const fake = await createFakeStack(await tempFolder())
    const { smtp = '' } = fake.containers()
    fake.shim.state.logs = { [smtp]: `${stamp(1)} one\n${stamp(2)} two\n` }
    const abort = new AbortController()
    const input = { ...fake.where, services: ['smtp'], follow: true }
    const running = fake.stack.handlers['stack.logs'](input, fake.job(abort.signal))
    // The shim's `docker logs` ends by itself, so that the same lines come again each second.
    await expect
      .poll(() => fake.shim.calls.filter(one => one.args[0] === 'logs').length, { timeout: 10_000 })
      .toBeGreaterThan(2)
    abort.abort()
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    expect([...new Set(fake.logged.map(one => one.text))]).toEqual(['one', 'two'])
    expect(fake.logged.filter(one => one.text === 'one').length).toBe(1)
  })

  test('of a service that is not there are refused', async () => {
    const fake = await createFakeStack(await tempFolder())
    await expect(
      fake.stack.handlers['stack.logs'](
        { ...fake.where, services: ['smpt'], follow: false },
        fake.job(),
      ),
    ).rejects.toMatchObject({ code: 'service-not-found' })
  })

  test('are cut into lines wherever the chunks end', () => {
    const bytes = Buffer.from('smtp|2026-11-22T20:00:00.1Z é\r\nsmtp|x\n\nlast')
    for (let size = 1; size < bytes.length; size += 1) {
      const lines: string[] = []
      const reader = createLineReader(line => lines.push(line))
      for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size))
      reader.end()
      expect(lines).toEqual(['smtp|2026-11-22T20:00:00.1Z é', 'smtp|x', 'last'])
    }
    expect(parseLogLine('no bar')).toEqual({ service: '', text: 'no bar' })
  })

  test('faster than anybody can read keep the newest and say how many are left out', () => {
    const given: (readonly [number, number])[] = []
    const batches = createBatches<number>((items, left) => given.push([items.at(-1)!, left]))
    for (let n = 0; n < largestBatch * 5; n += 1) batches.add(n)
    batches.end()
    expect(given).toEqual([[largestBatch * 5 - 1, largestBatch * 3]])
  })
})
