/** Finding Mailu by what the engine says of its containers, wherever it lies and whatever it is called. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHomeCli, type HomeCli } from '../home-cli.ts'
import { addProject, type ExtraProject } from '../projects.ts'
import { useLab } from '../use-lab.ts'

const held = useLab()
let cli: HomeCli

beforeAll(async () => {
  cli = await createHomeCli(held(), 'maria')
})
afterAll(async () => {
  await cli.dispose()
})

interface Found {
  readonly name: string
  readonly dir: string
  readonly configFiles: readonly string[]
}

const find = async (): Promise<{ projects: Found[]; otherProjects: number }> => {
  const { projects, otherProjects } = await cli.json(['stack', 'find'])
  return { projects: projects as Found[], otherProjects: otherProjects as number } // by docs/cli.md
}

describe('stack find', () => {
  test('N1f four installations in any folder, by any name: found four of four, and what is not Mailu is not', async () => {
    const before = await find()
    const more: ExtraProject[] = [
      { dir: '/mailu', name: 'post' },
      { dir: '/opt/x', name: 'x', composeFile: 'mail.yaml' },
      { dir: '/srv/second', name: 'second', root: '/var/mail-second' },
      { dir: '/srv/website', name: 'website', isMailu: false },
    ]
    for (const one of more) await addProject(one)
    const after = await find()
    expect(after.projects.map(({ name, dir }) => `${name} ${dir}`).sort()).toEqual(
      [
        ...before.projects.map(({ name, dir }) => `${name} ${dir}`),
        'post /mailu',
        'second /srv/second',
        'x /opt/x',
      ].sort(),
    )
    expect(after.otherProjects).toBe(before.otherProjects + 1)
    expect(after.projects.find(one => one.name === 'x')?.configFiles).toEqual(['/opt/x/mail.yaml'])
    const env = await cli.json(['stack', 'env', 'get', '--project', 'x'])
    expect(env['path']).toBe('/opt/x/mailu.env')
  })

  test('with several, a command asks which one is meant, and takes its name', async () => {
    const unnamed = await cli.run(['stack', 'status', '--json'])
    expect([unnamed.code, JSON.stringify(unnamed.json)]).toEqual([
      1,
      expect.stringContaining('project-choice-needed'),
    ])
    const named = await cli.json(['stack', 'status', '--project', 'post'])
    expect(named).toMatchObject({ project: { name: 'post', dir: '/mailu' } })
    const env = await cli.json(['stack', 'env', 'get', 'DOMAIN', '--project', 'second'])
    expect(JSON.stringify(env)).toContain('second.test')
  })
})
