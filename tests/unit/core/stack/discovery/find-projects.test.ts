import { describe, expect, test } from 'vitest'
import { chooseTool, parseTools } from '../../../../../src/core/stack/discovery/compose-tools.ts'
import { judgeStates } from '../../../../../src/core/stack/discovery/file-access.ts'
import {
  findProjects,
  withoutContainers,
} from '../../../../../src/core/stack/discovery/find-projects.ts'
import {
  parseKubernetes,
  parsePodman,
} from '../../../../../src/core/stack/discovery/foreign-engines.ts'
import { isMailu, parseImage } from '../../../../../src/core/stack/discovery/mailu-images.ts'
import { parseLook } from '../../../../../src/core/stack/discovery/parse-look.ts'

interface Row {
  image: string
  project?: string
  service?: string
  dir?: string
  files?: string
  version?: string
  oneOff?: string
  namespace?: string
  swarmService?: string
}

const row = (one: Row): string =>
  JSON.stringify([
    'container',
    '0'.repeat(64),
    one.image,
    'name',
    one.project ?? '',
    one.service ?? '',
    one.dir ?? '',
    one.files ?? '',
    '',
    one.version ?? '',
    one.oneOff ?? 'False',
    one.namespace ?? '',
    one.swarmService ?? '',
  ])
const look = (...rows: Row[]) =>
  parseLook(['uid 1000', 'engine docker 20.10.24+dfsg1', ...rows.map(row), ''].join('\n'))
const core = ['admin:admin', 'front:nginx', 'imap:dovecot', 'smtp:postfix']
const mailu = (more: Omit<Row, 'image'>, prefix = 'ghcr.io/mailu/'): Row[] =>
  core.map(pair => {
    const [service = '', image = ''] = pair.split(':')
    return { ...more, service, image: `${prefix}${image}:2024.06` }
  })

describe('N1f Mailu by itself', () => {
  test('four projects are found as four, and none of a neighbour', () => {
    const found = findProjects(
      look(
        ...mailu({
          project: 'mailu',
          dir: '/mailu',
          files: 'docker-compose.yml',
          version: '1.29.2',
        }),
        ...mailu({ project: 'x', dir: '/opt/x', files: '/opt/x/compose.yaml', version: '2.29.7' }),
        ...mailu(
          { project: 'old', dir: '/srv/old', files: '/srv/old/docker-compose.yml' },
          'mailu/',
        ),
        ...mailu(
          { project: 'own', dir: '/srv/own', files: '/srv/own/docker-compose.yml' },
          'r.lan:5000/me/my-',
        ),
        {
          image: 'nextcloud:29',
          project: 'cloud',
          service: 'admin',
          dir: '/c',
          files: '/c/compose.yml',
        },
        { image: 'nginx:1', project: 'web', service: 'front', dir: '/w', files: '/w/compose.yml' },
        { image: 'ghcr.io/mailu/oletools:2024.06', project: 'scan', service: 'ole', dir: '/s' },
      ),
    )
    expect(
      found.mailu.map(one => [one.name, one.dir, one.configFiles, one.readOnlyReason]),
    ).toEqual([
      ['mailu', '/mailu', ['/mailu/docker-compose.yml'], undefined],
      ['old', '/srv/old', ['/srv/old/docker-compose.yml'], undefined],
      ['own', '/srv/own', ['/srv/own/docker-compose.yml'], undefined],
      ['x', '/opt/x', ['/opt/x/compose.yaml'], undefined],
    ])
    expect(found.others).toBe(3)
  })

  test('what cannot be changed says why', () => {
    const reasons = (...rows: Row[]) =>
      findProjects(look(...rows)).mailu.map(one => one.readOnlyReason)
    expect(reasons(...mailu({ project: 'm', dir: '/m', files: '/m/mail.yml' }))).toEqual([
      'explicit-files',
    ])
    expect(reasons(...mailu({ project: 'm', dir: '/m' }))).toEqual(['no-compose'])
    expect(reasons(...mailu({}))).toEqual(['no-compose'])
    expect(reasons(...mailu({ namespace: 'm' }))).toEqual(['swarm'])
  })

  test('a service of Swarm is named as in its file', () => {
    const [project] = findProjects(
      look({
        image: 'ghcr.io/mailu/postfix:2024.06@sha256:aa',
        namespace: 'm',
        swarmService: 'm_smtp',
      }),
    ).mailu
    expect(project?.containers[0]?.service).toBe('smtp')
  })

  test('containers of one command only do not count', () => {
    const [project] = findProjects(
      look(
        ...mailu({ project: 'm', dir: '/m', files: 'docker-compose.yml' }),
        ...mailu({ project: 'm', dir: '/m', files: 'docker-compose.yml', oneOff: 'True' }),
      ),
    ).mailu
    expect(project?.containers.length).toBe(4)
  })

  test('a stack that is down is known by its name, or by its folder', () => {
    const seen = parseLook(
      'uid 0\nengine docker 27.1\nfolder /mailu/docker-compose.yml\nfolder /opt/Mail.2/compose.yaml\n',
    )
    const remembered = [
      { name: 'post', dir: '/mailu', configFiles: ['/mailu/docker-compose.yml'], containers: [] },
    ]
    expect(withoutContainers(seen, [], remembered)).toMatchObject([
      { name: 'post', dir: '/mailu' },
      { name: 'mail2', dir: '/opt/Mail.2' },
    ])
    expect(withoutContainers(seen, remembered, remembered)).toHaveLength(1)
  })

  test('podman-compose and Kubernetes are recognised', () => {
    const containers = ['admin', 'nginx'].map(name => ({
      Id: name,
      Image: `ghcr.io/mailu/${name}:2024.06`,
      Names: [`mailu_${name}_1`],
      Labels: { 'io.podman.compose.project': 'mailu', 'com.docker.compose.service': name },
    }))
    expect(parsePodman(`4.3.1\n${JSON.stringify(containers)}`)).toMatchObject({
      version: '4.3.1',
      projects: [{ name: 'mailu', readOnlyReason: 'podman' }],
    })
    const pods =
      'kube-system   rancher/coredns:1\nmail   ghcr.io/mailu/admin:2024.06,busybox\nmail   ghcr.io/mailu/postfix:2024.06\n'
    expect(parseKubernetes(pods)).toMatchObject([{ name: 'mail', readOnlyReason: 'kubernetes' }])
  })
})

test.each([
  ['127.0.0.1:5077/mailu/postfix:2024.06', ['127.0.0.1:5077', 'mailu'], 'postfix', '2024.06'],
  ['redis', [], 'redis', undefined],
  ['ghcr.io/mailu/admin@sha256:abc', ['ghcr.io', 'mailu'], 'admin', undefined],
])('an image reference %s is taken apart', (text, path, name, tag) => {
  expect(parseImage(text)).toEqual({ path, name, ...(tag !== undefined && { tag }) })
})

test('a name that only looks like Mailu is none', () => {
  expect(isMailu([{ service: 'a', image: 'ghcr.io/mailu-prober/postfix:1' }])).toBe(false)
  expect(isMailu([{ service: 'setup', image: 'ghcr.io/mailu/setup:1' }])).toBe(false)
})

test('versions of Compose are read in all the forms that they come in', () => {
  const tools = parseTools(
    'docker compose|v2.2.3\ndocker-compose|1.29.2\ndocker-compose|docker-compose version 1.25.0, build unknown\ndocker compose|5.0.1\ndocker compose|2.29.1-desktop.1\ndocker compose|\n',
  )
  expect(tools.map(one => [one.version, one.generation])).toEqual([
    ['2.2.3', 'v2'],
    ['1.29.2', 'v1'],
    ['1.25.0', 'v1'],
    ['5.0.1', 'v2'],
    ['2.29.1-desktop.1', 'v2'],
  ])
  const both = parseTools('docker compose|2.29.7\ndocker-compose|1.29.2\n')
  expect(chooseTool(both, '1.29.2')?.command).toBe('docker-compose')
  expect(chooseTool(both, '2.20.0')?.command).toBe('docker compose')
  expect(chooseTool(both.slice(1), '2.20.0')?.command).toBe('docker-compose')
  expect(chooseTool(both, undefined)?.command).toBe('docker compose')
  expect(chooseTool([], '2.20.0')).toBeUndefined()
})

test.each([
  [['there rw', 'there rw'], 'enough'],
  [['there r', 'missing'], 'enough'],
  [['there r', 'there r'], 'too-little'],
  [['there ', 'there rw'], 'too-little'],
  [['hidden', 'hidden'], 'too-little'],
  [['missing', 'missing'], 'elsewhere'],
])('files that are %j are %s', (states, verdict) => {
  expect(judgeStates(states, { dir: '/m', toRead: ['a'], toWrite: ['b'] })).toBe(verdict)
})

test('an engine that does not answer is told with its words', () => {
  const seen = parseLook('uid 0\nstopped Cannot connect to the Docker daemon. Is it running? \n')
  expect(seen).toMatchObject({
    engine: 'docker',
    stopped: 'Cannot connect to the Docker daemon. Is it running?',
  })
  expect(() => parseLook('bash: command not found')).toThrow('remote-command-failed')
})
