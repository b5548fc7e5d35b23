/** Flipping fuses on files that have nothing of an executable but its wire. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { setFuses } from '../../../build/fuses.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** What Electron looks for in itself, and @electron/fuses in it. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** A wire of version 1 with this many fuses, all standing at the opposite of the wanted. */
async function executableWith(fuses: number): Promise<string> {
  const file = join(await tempFolder(), 'electron')
  const states = '101100110111'.slice(0, fuses)
  const wire = Buffer.concat([Buffer.from([1, fuses]), Buffer.from(states)])
  writeFileSync(file, Buffer.concat([Buffer.from(`code ${sentinel}`), wire, Buffer.from('code')]))
  return file
}

const wireOf = (file: string): string => {
  const text = readFileSync(file).toString('latin1')
  return text.slice(text.indexOf(sentinel) + sentinel.length + 2, -'code'.length)
}

const linux = { platform: 'linux', isTestBuild: false }

test('N9b a release flips all nine', async () => {
  const file = await executableWith(9)
  await setFuses(file, linux)
  expect(wireOf(file)).toBe('010011001')
})

test('N9b a release is not made of an Electron with a fuse that nobody has decided on', async () => {
  await expect(setFuses(await executableWith(10), linux)).rejects.toThrow(/strictlyRequireAllFuses/)
})

test('N9b a release is not made of an Electron that lacks one of the nine', async () => {
  const file = await executableWith(8)
  await expect(setFuses(file, linux)).rejects.toThrow(/WasmTrapHandlers/)
  expect(wireOf(file)).toBe('10110011')
})

test('N9b a test build flips all that its older Electron has', async () => {
  const file = await executableWith(8)
  await setFuses(file, { platform: 'linux', isTestBuild: true })
  expect(wireOf(file)).toBe('01001100')
})
