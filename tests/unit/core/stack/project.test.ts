import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createFakeStack, usualEnv } from '../../../support/fake-stack.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const signal = new AbortController().signal

describe('what a server shows', () => {
  test('N1f finds the project with its folder, version, services and rights', async () => {
    const fake = await createFakeStack(await tempFolder())
    const found = await fake.stack.handlers['stack.find'](fake.where, { signal })
    expect(found).toMatchObject({
      engine: 'docker',
      engineVersion: '27.3.1',
      compose: { generation: 'v2', version: '2.29.7', command: 'docker compose' },
      fileAccess: 'direct',
      otherProjects: 0,
      projects: [
        {
          name: 'mailu',
          dir: fake.dir,
          configFiles: [join(fake.dir, 'docker-compose.yml')],
          storageRoot: '/mailu',
          services: ['admin', 'front', 'imap', 'redis', 'smtp'],
          version: '2024.06.57',
          canChange: true,
        },
      ],
    })
    expect(found.disk?.sizeBytes).toBeGreaterThan(0)
  })

  test('N1f a project of Compose v1, whose label names the file alone, is driven with v1', async () => {
    const fake = await createFakeStack(await tempFolder(), { compose: 'v1' })
    const found = await fake.stack.handlers['stack.find'](fake.where, { signal })
    expect(found.compose).toEqual({
      generation: 'v1',
      version: '1.29.2',
      command: 'docker-compose',
    })
    expect(found.projects[0]).toMatchObject({
      configFiles: [join(fake.dir, 'docker-compose.yml')],
      canChange: true,
    })
  })

  test.each([
    [{ 'com.docker.compose.project.config_files': '/data/compose/7/docker-compose.yml' }],
    [
      {
        'com.docker.compose.project.working_dir': '/gone',
        'com.docker.compose.project.config_files': '',
      },
    ],
  ])('a stack whose files are not here is shown and not changed: %j', async labels => {
    const fake = await createFakeStack(await tempFolder(), { labels })
    const status = await fake.stack.handlers['stack.status'](fake.where, { signal })
    expect(status.project.canChange).toBe(false)
    expect(status.services.map(one => one.state)).toContain('running')
    await expect(fake.stack.handlers['stack.up'](fake.where, fake.job())).rejects.toMatchObject({
      code: 'project-read-only',
    })
    expect(fake.calls()).toEqual([])
  })

  test('a project that was started with files of other names is shown and not changed', async () => {
    const root = await tempFolder()
    const config_files = join(root, 'mailu', 'mail.yml')
    const fake = await createFakeStack(root, {
      labels: { 'com.docker.compose.project.config_files': config_files },
    })
    await writeFile(config_files, '')
    const found = await fake.stack.handlers['stack.find'](fake.where, { signal })
    expect(found.projects[0]).toMatchObject({ canChange: false, readOnlyReason: 'explicit-files' })
  })

  test('N2f a key that a service reads and that its container does not have is named until it is recreated', async () => {
    const fake = await createFakeStack(await tempFolder())
    await writeFile(fake.envFile, usualEnv.replace('200/day', '100/day').replace('# Mailu', '# x'))
    const before = await fake.stack.handlers['stack.status'](fake.where, { signal })
    expect(before.notAppliedKeys).toEqual(['MESSAGE_RATELIMIT'])
    expect(before.services.filter(one => one.notApplied.length > 0)).toMatchObject([
      { name: 'admin', notApplied: ['MESSAGE_RATELIMIT'] },
    ])
    await fake.stack.handlers['stack.recreate']({ ...fake.where, services: ['admin'] }, fake.job())
    const after = await fake.stack.handlers['stack.status'](fake.where, { signal })
    expect(after.notAppliedKeys).toEqual([])
  })

  test('secrets of the file are known to the redactor and are not in what is shown', async () => {
    const fake = await createFakeStack(await tempFolder())
    await fake.stack.handlers['stack.status'](fake.where, { signal })
    const view = await fake.stack.handlers['stack.env'](fake.where, { signal })
    expect(fake.remembered.map(secret => secret.reveal())).toEqual(
      expect.arrayContaining(['ABCDEFGHIJKLMNOP', 'right']),
    )
    expect(JSON.stringify(view)).not.toMatch(/ABCDEFGH|right/)
    expect(view.entries.find(one => one.key === 'DOMAIN')).toMatchObject({ value: 'example.test' })
  })

  test('after a down the project is still known, and up starts it again', async () => {
    const fake = await createFakeStack(await tempFolder())
    await fake.stack.handlers['stack.status'](fake.where, { signal })
    const down = await fake.stack.handlers['stack.down'](fake.where, fake.job())
    expect(down.services.every(one => one.state === 'missing')).toBe(true)
    const up = await fake.stack.handlers['stack.up'](fake.where, fake.job())
    expect(up.recreated).toEqual(['admin', 'front', 'imap', 'redis', 'smtp'])
  })

  test('which project is asked where there is no choice to guess from', async () => {
    const fake = await createFakeStack(await tempFolder())
    await expect(
      fake.stack.handlers['stack.status']({ ...fake.where, project: 'other' }, { signal }),
    ).rejects.toMatchObject({ code: 'project-not-found' })
    fake.shim.state.containers = []
    const fresh = await fake.again()
    await expect(fresh.handlers['stack.status'](fake.where, { signal })).rejects.toMatchObject({
      code: 'mailu-not-found',
    })
  })
})

describe('N2f each button issues exactly the documented command', () => {
  const plugin = 'docker compose -p mailu'
  test.each([
    ['stack.up', {}, 'up -d'],
    ['stack.down', {}, 'down'],
    ['stack.restart', { service: 'smtp' }, 'restart smtp'],
    [
      'stack.recreate',
      { services: ['smtp', 'imap'] },
      'up -d --force-recreate --no-deps smtp imap',
    ],
    ['stack.recreate', { services: [] }, 'up -d --force-recreate'],
    ['stack.pull', {}, 'pull'],
  ] as const)('%s %j', async (call, more, args) => {
    const fake = await createFakeStack(await tempFolder())
    const handler = fake.stack.handlers[call] as (input: object, job: unknown) => Promise<unknown>
    await handler({ ...fake.where, ...more }, fake.job())
    expect(fake.calls()).toEqual([`${plugin} ${args}`])
  })

  test('under Compose v1 with its own name', async () => {
    const fake = await createFakeStack(await tempFolder(), { compose: 'v1' })
    await fake.stack.handlers['stack.up'](fake.where, fake.job())
    expect(fake.calls()).toEqual(['docker-compose -p mailu up -d'])
  })

  test('an env file that was named at the start is named again', async () => {
    const root = await tempFolder()
    const fake = await createFakeStack(root, {
      labels: { 'com.docker.compose.project.environment_file': join(root, 'own.env') },
    })
    await fake.stack.handlers['stack.up'](fake.where, fake.job())
    expect(fake.calls()).toEqual([`${plugin} --env-file ${join(root, 'own.env')} up -d`])
  })

  test('pull says whose next recreate starts another image', async () => {
    const fake = await createFakeStack(await tempFolder(), {
      newImages: { 'ghcr.io/mailu/postfix:2024.06': `sha256:${'b'.repeat(64)}` },
    })
    const result = await fake.stack.handlers['stack.pull'](fake.where, fake.job())
    expect(result.nextImages).toMatchObject([{ service: 'smtp', pulled: 'bbbbbbbbbbbb' }])
    expect(result.recreated).toEqual([])
  })

  test('N2f a stack whose every image was superseded by a pull is still seen, and each service is named', async () => {
    const fake = await createFakeStack(await tempFolder())
    const names = Object.keys(fake.shim.state.images)
    const newer = names.map((name, index) => [name, `sha256:${String(index).repeat(64)}`])
    Object.assign(fake.shim.state, { newImages: Object.fromEntries(newer) as object })
    const result = await fake.stack.handlers['stack.pull'](fake.where, fake.job())
    expect(result.nextImages.map(one => one.service).sort()).toEqual(
      Object.keys(fake.shim.state.services).sort(),
    )
    expect(result.services.map(one => one.state)).not.toContain('missing')
  })

  test('a service that is not there is refused before anything runs', async () => {
    const fake = await createFakeStack(await tempFolder())
    await expect(
      fake.stack.handlers['stack.restart']({ ...fake.where, service: 'smpt' }, fake.job()),
    ).rejects.toMatchObject({
      code: 'service-not-found',
      params: { known: 'admin, front, imap, redis, smtp' },
    })
    expect(fake.calls()).toEqual([])
  })

  test('what Compose says when it fails is told', async () => {
    const fake = await createFakeStack(await tempFolder())
    fake.shim.state.composeFails = 'ERROR: no such image'
    await expect(fake.stack.handlers['stack.up'](fake.where, fake.job())).rejects.toMatchObject({
      code: 'compose-failed',
      params: { command: 'docker compose up', reply: 'ERROR: no such image' },
    })
  })
})
