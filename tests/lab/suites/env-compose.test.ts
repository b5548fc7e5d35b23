/** Env files through the real Compose v1: its own loader for thousands, containers for fifty. Needs `docker-compose` 1.29, and an engine for the containers. */
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadEnvCatalogue } from '../../../src/core/stack/env/catalogue.ts'
import { readEnv } from '../../../src/core/stack/env/compose-reading.ts'
import { envBytes, parseEnvDocument } from '../../../src/core/stack/env/env-document.ts'
import { setKey } from '../../../src/core/stack/env/set-key.ts'
import { validateEnv } from '../../../src/core/stack/env/validate-env.ts'
import { resourcesDir } from '../../support/env-catalogue.ts'
import { anyEnvBytes, intendedValue, soundEnvText } from '../../support/env-files.ts'
import { must, run } from '../make/run.ts'

const seed = 20261122
const surroundings = { A: 'from the process', DOMAIN: 'process.example' }
const dotEnv = { HOSTNAMES: 'from .env', A: 'loses to the process' }
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-env-'))
  const lines = Object.entries(dotEnv).map(([key, value]) => `${key}=${value}\n`)
  await writeFile(join(folder, '.env'), lines.join(''))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Reading {
  readonly values?: Readonly<Record<string, string | null>>
  readonly complaints?: number
  readonly refused?: string
}

/** The environment of a service with each of these files, as Compose v1 makes it. */
async function readWithCompose(files: readonly Uint8Array[]): Promise<readonly Reading[]> {
  const program = (await must('sh', ['-c', 'command -v docker-compose'])).trim()
  const python = (await readFile(program, 'utf8')).split('\n')[0]!.replace(/^#!/, '')
  const home = await mkdtemp(join(folder, 'batch-'))
  const paths = files.map((_, i) => join(home, `${i}.env`))
  await Promise.all(files.map((bytes, i) => writeFile(paths[i]!, bytes)))
  const script = join(import.meta.dirname, 'env-compose/read-v1.py')
  const answer = await must(
    'env',
    ['-i', ...Object.entries(surroundings).map(([k, v]) => `${k}=${v}`), python, script, folder],
    {
      input: JSON.stringify(paths),
    },
  )
  return JSON.parse(answer) as Reading[]
}

/** What is really given to a container: a bare key without a value is not. */
const given = ({ values = {} }: Reading): [string, string][] =>
  Object.entries(values)
    .filter((entry): entry is [string, string] => entry[1] !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))

const read = (bytes: Uint8Array) => {
  const reading = readEnv(parseEnvDocument(bytes, 'v1'), { process: surroundings, dotEnv })
  return { ...reading, sorted: [...reading.values].sort(([a], [b]) => (a < b ? -1 : 1)) }
}

/** Complaints that Compose makes too; the others it passes over in silence. */
const spoken = ['unterminated-quote', 'text-after-quote', 'yaml-style', 'unparsable']

/** A file of a working server with one key set to a value that was meant. */
const edited = fc
  .tuple(soundEnvText, fc.constantFrom('DOMAIN', 'RELAYPASSWORD', 'NEW_KEY'), intendedValue)
  .map(([text, key, value]) => {
    const result = setKey(parseEnvDocument(Buffer.from(text), 'v1'), key, value)
    return { key, value, bytes: 'document' in result ? envBytes(result.document) : undefined }
  })

describe('Compose v1 itself', () => {
  test('N2a reads 1,000 generated files exactly as Postern says it does, complaints included', async () => {
    const files = fc.sample(anyEnvBytes, { numRuns: 1000, seed })
    const theirs = await readWithCompose(files)
    const kinds = { refused: 0, complained: 0, silent: 0 }
    files.forEach((bytes, i) => {
      const ours = read(bytes)
      const their = theirs[i]!
      if (their.refused !== undefined) {
        kinds.refused += 1
        expect(ours.problems.map(one => one.code)).toEqual(['not-utf8'])
        return
      }
      expect(ours.sorted, `file ${i}`).toEqual(given(their))
      const heard = ours.problems.filter(one => spoken.includes(one.code)).length
      expect(heard, `file ${i}`).toBeGreaterThanOrEqual(their.complaints!)
      kinds[their.complaints === 0 ? 'silent' : 'complained'] += 1
    })
    expect(Object.values(kinds).every(count => count > 50)).toBe(true)
  })

  test('N2a gives back exactly the value that was meant, for 1,000 edits', async () => {
    const edits = fc.sample(edited, { numRuns: 1100, seed })
    const written = edits.filter(edit => edit.bytes !== undefined).slice(0, 1000)
    expect(written).toHaveLength(1000)
    const theirs = await readWithCompose(written.map(edit => edit.bytes!))
    written.forEach(({ key, value }, i) => {
      expect(theirs[i]!.values?.[key], `edit ${i}`).toBe(value)
      expect(theirs[i]!.complaints, `edit ${i}`).toBe(0)
    })
    // What is refused is what v1 expands in any quotes.
    const refused = edits.filter(edit => edit.bytes === undefined)
    expect(refused.filter(edit => !edit.value.includes('${'))).toEqual([])
  })

  test('N2c takes with exit code 0 a line that it cannot read; Postern refuses it', async () => {
    const home = await mkdtemp(join(folder, 'config-'))
    const compose = 'version: "2.2"\nservices:\n  one:\n    image: none\n    env_file: mailu.env\n'
    await writeFile(join(home, 'docker-compose.yml'), compose)
    const catalogue = await loadEnvCatalogue(resourcesDir)
    for (const line of ['DOMAIN: example.org\n', 'DOMAIN="example.org\n', 'SITENAME=${\n']) {
      await writeFile(join(home, 'mailu.env'), line)
      const ran = await run('docker-compose', ['config', '-q'], { cwd: home })
      expect([line, ran.code]).toEqual([line, 0])
      const draft = Buffer.from(line)
      expect(validateEnv({ compose: 'v1', draft }, catalogue).isAccepted).toBe(false)
    }
  })
})

const hasEngine = (await run('docker', ['info'])).code === 0

describe.skipIf(!hasEngine)('fifty real containers', () => {
  const project = `posternenv${randomUUID().slice(0, 8)}`
  let home: string

  beforeAll(async () => {
    home = join(folder, project)
    await mkdir(home)
    await must('sh', [
      '-c',
      `tar c --files-from /dev/null | docker import --change 'CMD ["none"]' - ${project}`,
    ])
  })
  afterAll(async () => {
    await run('docker-compose', ['-p', project, 'down', '-t', '1'], { cwd: home })
    await run('docker', ['image', 'rm', project])
  })

  test('N2a hold the values that were meant, byte for byte', async () => {
    const edits = fc
      .sample(edited, { numRuns: 80, seed: seed + 1 })
      .filter(edit => edit.bytes !== undefined)
      .slice(0, 50)
    expect(edits).toHaveLength(50)
    const services = edits.map(
      (_, i) => `  s${i}:\n    image: ${project}\n    network_mode: none\n    env_file: ${i}.env\n`,
    )
    await writeFile(
      join(home, 'docker-compose.yml'),
      `version: "2.2"\nservices:\n${services.join('')}`,
    )
    await Promise.all(edits.map((edit, i) => writeFile(join(home, `${i}.env`), edit.bytes!)))
    await must('docker-compose', ['-p', project, 'up', '--no-start'], {
      cwd: home,
      timeoutMs: 280_000,
    })
    const names = edits.map((_, i) => `${project}_s${i}_1`)
    const inspected = JSON.parse(await must('docker', ['inspect', ...names])) as {
      Config: { Env: string[] | null }
    }[]
    edits.forEach(({ key, value, bytes }, i) => {
      const received = (inspected[i]!.Config.Env ?? []).map(line => {
        const at = line.indexOf('=')
        return [line.slice(0, at), line.slice(at + 1)] as const
      })
      expect(new Map(received).get(key), `container ${i}`).toBe(value)
      const ours = readEnv(parseEnvDocument(bytes!, 'v1'), { process: process.env })
      expect(new Map(received), `container ${i}`).toEqual(new Map(ours.values))
    })
  })
})
