import { chmod, chown, copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { frontCertificate } from './certificates.ts'
import { signingKey } from './dkim.ts'
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
export const DATA_DIRS = ['redis', 'certs', 'data', 'dkim', 'mail', 'mailqueue', 'filter'] as const
const OVERRIDE_DIRS = [
  'overrides/nginx',
  'overrides/dovecot',
  'overrides/postfix',
  'overrides/rspamd',
] as const

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
  const signing = await signingKey()
  await writeFile(join(PROJECT_DIR, 'dkim', signing.name), signing.pem, { mode: 0o600 })
}

/** Whether it is there, of this shape and from this lab's own authority. */
export async function projectIsWritten(): Promise<boolean> {
  const { pem } = await frontCertificate()
  const isSame = async (path: string, wanted: Buffer): Promise<boolean> =>
    (await readFile(join(PROJECT_DIR, path)).catch(() => undefined))?.equals(wanted) === true
  const shape = await readFile(join(SERVICES, 'project/docker-compose.yml'))
  return (
    (await isSame('certs/cert.pem', pem)) &&
    (await isSame('docker-compose.yml', shape)) &&
    (await exists(join(PROJECT_DIR, 'mailu.env')))
  )
}

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

/** Domain and users of the lab, straight into admin's database: those that are missing, or everything back to how it began. */
const SEED = `
import json, sys
sys.path.insert(0, '/app')
import store
order = json.load(sys.stdin)
db = store.connect()
with db:
    if order['pristine']:
        for table in ('alias', 'user', 'domain'):
            db.execute(f'delete from {table}')
    db.execute("insert or ignore into domain (name) values ('example.test')")
    for user in order['users']:
        if store.user(db, user['email']) is None:
            local, _, domain = user['email'].partition('@')
            db.execute('insert into user (email, localpart, domain_name, password, global_admin) values (?, ?, ?, ?, ?)',
                       (user['email'], local, domain, store.hash_password(user['password']), int(user['admin'])))
`

/** The lab's mail users: the missing ones, or with `pristine` exactly these and nothing else. */
export async function seedMailUsers(pristine = false): Promise<void> {
  const admin = await containerOf('admin')
  await until('admin to answer', 60_000, async () => {
    await docker(['exec', admin, 'curl', '-sf', 'http://localhost:8080/ping'])
    return true
  })
  const input = JSON.stringify({ pristine, users: MAIL_USERS })
  await docker(['exec', '-i', admin, 'python3', '-c', SEED], { input })
}
