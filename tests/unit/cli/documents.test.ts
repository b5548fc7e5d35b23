import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cliDocs } from '../../../scripts/docs/cli-docs.ts'
import { commands } from '../../../src/cli/commands/index.ts'
import type { WireError } from '../../../src/shared/errors.ts'
import { z } from '../../../src/shared/zod.ts'
import { archiveAnswers } from '../../fakes/cli/archive-answers.ts'
import { fakeBridge } from '../../fakes/cli/fake-bridge.ts'
import { runPostern } from '../../fakes/cli/run-postern.ts'

const page = readFileSync(new URL('../../../docs/cli.md', import.meta.url), 'utf8')

/** The JSON schema that the page publishes under a heading. */
function published(heading: string): z.ZodType {
  const start = page.indexOf(`\n${heading}\n`)
  expect(start).toBeGreaterThan(0)
  const part = page.slice(start + heading.length).split(/\n##+ /)[0] ?? ''
  const twin = /Answer: as that of `(.+?)`/.exec(part)
  if (twin) return published(`### ${twin[1] ?? ''}`)
  const json = /```json\n([\s\S]*?)\n```/.exec(part)?.[1] ?? ''
  return z.fromJSONSchema(JSON.parse(json) as Parameters<typeof z.fromJSONSchema>[0])
}

/** Words that fill every command's demands. */
const demands: Readonly<Record<string, readonly string[]>> = {
  NAME: ['home'],
  ACCOUNT: ['mine'],
  HOST: ['h'],
  SVC: ['smtp'],
  KEY: [],
  'KEY=VALUE': ['A=1'],
  'NAME=VALUE': ['theme=dark'],
  ID: ['7'],
  URL: ['https://hooks.test/x'],
  host: ['--host', 'h'],
  user: ['--user', 'u'],
  FILE: ['list'],
  DOMAIN: ['example.test'],
  FAULT: ['disk-full'],
  MESSAGE: ['AAAAAA1'],
  file: ['--file', 'env'],
  provider: ['--provider', 'generic'],
}

const typed = commands.map(
  command =>
    [
      command.path,
      [
        ...command.path.split(' '),
        ...command.arguments.flatMap(({ name }) => demands[name] ?? []),
        ...command.options
          .filter(({ isRequired }) => isRequired)
          .flatMap(({ name }) => demands[name] ?? []),
        ...['--server', 's', '--json'],
      ],
    ] as const,
)

const answers = { 'stack.envKeys': { value: [] }, ...archiveAnswers } as const
const list = {
  format: 'postern-servers',
  version: 1,
  exportedAt: '2026-11-22T10:00:00Z',
  servers: [],
}
const files = { env: 'A=1\n', list: JSON.stringify(list) }
const stdin = 'typed\n'

describe('docs/cli.md', () => {
  test('is what the commands say of themselves', async () => {
    expect(page).toBe(await cliDocs())
  })

  test.each(typed)(
    'N12a what “%s --json” prints validates against its schema',
    async (path, words) => {
      const ran = await runPostern(words, fakeBridge(answers), { files, stdin })
      expect(ran).toMatchObject({ code: 0, stderr: '' })
      const parsed = published(`### ${path}`).safeParse(JSON.parse(ran.stdout))
      expect(parsed.error).toBeUndefined()
    },
  )

  test.each(typed)(
    'N12a a failure of “%s --json” validates against its schema',
    async (_, words) => {
      const failing = fakeBridge(answers)
      const error: WireError = { code: 'timed-out', params: {}, retryable: true, trail: ['x'] }
      const bridge = { ...failing, call: async () => ({ ok: false as const, error }) }
      const ran = await runPostern(words, bridge, { files, stdin })
      expect(ran.code).toBe(1)
      const document: unknown = JSON.parse(ran.stdout)
      const isStream = typeof document === 'object' && document !== null && 'lines' in document
      const schema = published(isStream ? '### stack logs' : '## Failures')
      expect(schema.safeParse(document).error).toBeUndefined()
    },
  )

  test('the published schemas refuse what is not theirs', () => {
    expect(published('### servers list').safeParse([{ name: 'x' }]).success).toBe(false)
    expect(published('## Failures').safeParse({ error: {} }).success).toBe(false)
  })
})
