import { spawn } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const entry = fileURLToPath(new URL('../../../src/cli/index.ts', import.meta.url))

/** Runs the real process with an empty data folder. */
async function postern(...words: string[]) {
  const data = await mkdtemp(join(tmpdir(), 'postern-cli-'))
  const child = spawn(process.execPath, [entry, ...words, '--data', data])
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const code = await new Promise(resolve => child.once('close', resolve))
  return { code, stdout, stderr }
}

describe('the real process, without Electron', () => {
  test('N12c prints help', async () => {
    const ran = await postern('servers', '--help')
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(ran.stdout).toContain('servers add')
  })

  test('N12a ends with 2 for a slip of typing', async () => {
    const ran = await postern('servers', 'add')
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toContain('NAME is missing.')
  })

  test('N12a N12c opens the core on an empty data folder and ends by itself', async () => {
    const ran = await postern('settings', 'get', '--json')
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(ran.stdout)).toMatchObject({ theme: 'system' })
  })

  test('N12c several at once on one data folder all get their answer', async () => {
    const data = await mkdtemp(join(tmpdir(), 'postern-cli-'))
    const one = () =>
      new Promise(resolve => {
        const child = spawn(process.execPath, [entry, 'settings', 'get', '--json', '--data', data])
        child.once('close', resolve)
      })
    expect(await Promise.all([one(), one(), one()])).toEqual([0, 0, 0])
  })
})
