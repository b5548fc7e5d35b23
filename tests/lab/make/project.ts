import { chmod, chown, copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { frontCertificate } from './certificates.ts'
import { HOME, PROJECT_DIR, SERVICES, SHOP_DIR } from './paths.ts'
import { docker, say, until } from './run.ts'

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

export const MAIL_USERS = [
  { email: 'admin@example.test', password: 'admin-of-the-lab', admin: true },
  { email: 'alice@example.test', password: 'alice has a key', admin: false },
  { email: 'bob@example.test', password: 'bob&bob', admin: false },
] as const

/** Folders of the stack's own data: left alone by a reset. */
export const DATA_DIRS = ['redis', 'certs', 'data', 'dkim', 'mail', 'mailqueue'] as const
const OVERRIDE_DIRS = ['overrides/nginx', 'overrides/dovecot', 'overrides/postfix'] as const

/** The project's files as setup would have written them: mailu.env root's alone, the compose file readable. */
export async function writeProject(): Promise<void> {
  for (const dir of [...DATA_DIRS, ...OVERRIDE_DIRS])
    await mkdir(join(PROJECT_DIR, dir), { recursive: true })
  const source = join(SERVICES, 'project')
  for (const [name, as, mode] of [
    ['docker-compose.yml', 'docker-compose.yml', 0o644],
    ['dot-env', '.env', 0o644],
    ['mailu.env', 'mailu.env', 0o600],
  ] as const) {
    const target = join(PROJECT_DIR, as)
    await copyFile(join(source, name), target)
    await chmod(target, mode)
    await chown(target, 0, 0)
  }
  const { pem, key } = await frontCertificate()
  await writeFile(join(PROJECT_DIR, 'certs/cert.pem'), pem)
  await writeFile(join(PROJECT_DIR, 'certs/key.pem'), key, { mode: 0o600 })
}

export const projectIsWritten = (): Promise<boolean> => exists(join(PROJECT_DIR, 'mailu.env'))

/** Compose as the home server's root runs it, in a project's folder. */
export const compose = (
  dir: string,
  args: readonly string[],
  timeoutMs = 180_000,
): Promise<string> =>
  docker(['exec', '-w', dir, HOME, 'docker-compose', '--no-ansi', ...args], { timeoutMs })

/** Bring the Mailu project and its neighbour up, and give it its people. */
export async function startProjects(stackBase: string): Promise<void> {
  say('starting the stack')
  await compose(PROJECT_DIR, ['up', '-d', '--remove-orphans'])
  await mkdir(SHOP_DIR, { recursive: true })
  const shop = await readFile(join(SERVICES, 'shop/docker-compose.yml'), 'utf8')
  await writeFile(join(SHOP_DIR, 'docker-compose.yml'), shop)
  await writeFile(join(SHOP_DIR, '.env'), `LAB_IMAGE=${stackBase}\n`)
  await compose(SHOP_DIR, ['up', '-d'])
  await seedMailUsers()
}

/** The container of one service of the project, whatever Compose called it. */
export const containerOf = (service: string, project = 'mailu'): Promise<string> =>
  docker(
    ['ps', '-aq', '--no-trunc', '--filter', `label=com.docker.compose.project=${project}`].concat([
      '--filter',
      `label=com.docker.compose.service=${service}`,
      '--filter',
      'label=com.docker.compose.oneoff=False',
    ]),
  )

/** The lab's mail users, as far as they are missing. */
export async function seedMailUsers(): Promise<void> {
  const flask = async (...args: string[]) =>
    docker(['exec', await containerOf('admin'), 'flask', 'mailu', ...args])
  await until('admin to answer', 60_000, async () => {
    await docker(['exec', await containerOf('admin'), 'curl', '-sf', 'http://localhost:8080/ping'])
    return true
  })
  const known = await flask('config-export', '-j', 'user.email')
  for (const user of MAIL_USERS) {
    if (known.includes(`"${user.email}"`)) continue
    const [local = '', domain = ''] = user.email.split('@')
    await flask(user.admin ? 'admin' : 'user', local, domain, user.password)
  }
}
