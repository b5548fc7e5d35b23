/** The workflows of the hosted runner, read as data. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { signingSecrets } from '../../../scripts/release/signing.ts'
import { filesBelow, projectRoot } from './project-files.ts'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly if?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, unknown>>
}
interface Job {
  readonly uses?: string
  readonly environment?: string
  readonly permissions?: Readonly<Record<string, string>>
  readonly steps?: readonly Step[]
  readonly needs?: string
  readonly strategy?: { readonly matrix: { readonly include: readonly Record<string, string>[] } }
  readonly 'timeout-minutes'?: number
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions?: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

/** The packager's own reader: it has no types of its own here. */
const { load } = createRequire(import.meta.url)('js-yaml') as { load(text: string): unknown }
const files = filesBelow('.github/workflows', /\.ya?ml$/)
const workflowOf = (name: string): Workflow =>
  load(files.find(({ path }) => path.endsWith(`/${name}`))!.text) as Workflow
const [ci, release] = [workflowOf('ci.yml'), workflowOf('release.yml')]
const scripts = (
  JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { scripts: object }
).scripts

describe.each(files.map(({ path, text }) => [path, text] as const))('%s', (_path, text) => {
  const workflow = load(text) as Workflow
  const jobs = Object.values(workflow.jobs)
  const steps = jobs.flatMap(job => job.steps ?? [])

  test('N9e every action is pinned to a commit, and says which version that is', () => {
    const used = [...text.matchAll(/uses: *(.+)$/gm)].map(found => found[1]!)
    expect(used.length).toBeGreaterThan(0)
    const pinned =
      /^(\.\/\.github\/workflows\/\w+\.yml|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/
    expect(used.filter(line => !pinned.test(line))).toEqual([])
  })

  test('N9e nothing is permitted but what a job asks for, and only the one that publishes may write', () => {
    expect(workflow.permissions).toEqual({})
    const asked = Object.entries(workflow.jobs).map(([name, job]) => [name, job.permissions])
    expect(asked.filter(([name]) => name !== 'publish').map(([, wanted]) => wanted)).toEqual(
      asked.filter(([name]) => name !== 'publish').map(() => ({ contents: 'read' })),
    )
  })

  test('N9e no text from outside gets into a script', () => {
    expect(steps.filter(step => step.run?.includes('${{')).map(step => step.run)).toEqual([])
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target')
    expect(Object.keys(workflow.on)).not.toContain('workflow_run')
  })

  test('N9e a checkout leaves no token behind', () => {
    const checkouts = steps.filter(step => step.uses?.startsWith('actions/checkout@'))
    expect(checkouts.filter(step => step.with?.['persist-credentials'] !== false)).toEqual([])
  })

  test('every job has its time limit', () => {
    expect(jobs.filter(job => !job.uses && !job['timeout-minutes'])).toEqual([])
  })

  test('every script that is called is there', () => {
    const text = steps.map(step => step.run ?? '').join('\n')
    const npm = [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(found => found[1]!)
    expect(npm.filter(name => !(name in scripts))).toEqual([])
    const paths = [...text.matchAll(/(?:node|bash) ([\w./-]+\/[\w.-]+)/g)].map(found => found[1]!)
    expect(paths.filter(path => !existsSync(join(projectRoot, path)))).toEqual([])
  })
})

test('CI is the one command that anybody can run, and knows no secret', () => {
  const runs = Object.values(ci.jobs).flatMap(job =>
    (job.steps ?? []).flatMap(step => step.run ?? []),
  )
  expect(runs).toEqual(['bash .ci/run'])
  expect(JSON.stringify(ci)).not.toContain('secrets.')
})

test('N10a a release is packaged on three systems after everything is green', () => {
  expect(release.jobs['check']?.uses).toBe('./.github/workflows/ci.yml')
  expect([release.jobs['package']?.needs, release.jobs['publish']?.needs]).toEqual([
    'check',
    'package',
  ])
  const systems = release.jobs['package']?.strategy?.matrix.include.map(entry => entry['system'])
  expect(systems).toEqual(['linux', 'mac', 'windows'])
})

test('N9e only the release’s own environment has secrets, and each step only what its system signs with', () => {
  const withSecrets = Object.values(release.jobs).filter(job =>
    JSON.stringify(job).includes('secrets.'),
  )
  expect(withSecrets.map(job => job.environment)).toEqual(withSecrets.map(() => 'release'))
  const steps = release.jobs['package']?.steps?.filter(
    step => step.run === 'npm run package:release',
  )
  const given = steps?.map(step => [step.if, Object.keys(step.env ?? {})])
  expect(given).toEqual(
    (['linux', 'mac', 'windows'] as const).map(system => [
      `matrix.system == '${system}'`,
      [...signingSecrets[system]],
    ]),
  )
})

test('N9e a release is drafted only after its files were verified as a reader would', () => {
  const runs = release.jobs['publish']?.steps?.flatMap(step => step.run ?? []) ?? []
  expect(runs.map(run => run.split(' ').slice(0, 3).join(' '))).toEqual([
    'node scripts/release/finish.ts published',
    'sh published/verify-release.sh published',
    'gh release create',
  ])
  expect(runs[2]).toContain('--draft')
})
