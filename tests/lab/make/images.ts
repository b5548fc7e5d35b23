import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { REGISTRY_HOST, SERVICES } from './paths.ts'
import { recipeOf } from './recipe.ts'
import { docker, must, run, say } from './run.ts'

const LABEL = 'postern.lab.recipe'

/** The images of the stack: service folder → tag, as Mailu names them. */
export const STACK_IMAGES = {
  nginx: `${REGISTRY_HOST}/mailu/nginx:2024.06`,
  admin: `${REGISTRY_HOST}/mailu/admin:2024.06`,
  postfix: `${REGISTRY_HOST}/mailu/postfix:2024.06`,
  dovecot: `${REGISTRY_HOST}/mailu/dovecot:2024.06`,
  unbound: `${REGISTRY_HOST}/mailu/unbound:2024.06`,
  redis: `${REGISTRY_HOST}/mailu/redis:alpine`,
  rspamd: `${REGISTRY_HOST}/mailu/rspamd:2024.06`,
} as const
export const HOME_IMAGE = 'postern-lab/home:1'
export const RELAY_IMAGE = 'postern-lab/relay:1'
export const NAMES_IMAGE = 'postern-lab/names:1'
export const RECEIVER_IMAGE = 'postern-lab/receiver:1'

const labelOf = async (tag: string): Promise<string> =>
  (
    await run('docker', ['image', 'inspect', '-f', `{{index .Config.Labels "${LABEL}"}}`, tag])
  ).stdout.trim()

/** A root file system from Debian packages as an image, named by the hash of its recipe: the second time costs nothing. */
async function baseImage(name: 'stack' | 'home'): Promise<string> {
  const list = join(SERVICES, 'base', `${name}.txt`)
  const script = join(SERVICES, 'base', 'build.sh')
  const tag = `postern-lab/base-${name}:${await recipeOf([list, script])}`
  if ((await run('docker', ['image', 'inspect', tag])).code === 0) return tag
  say(`building the ${name} root file system from Debian packages (about a minute)`)
  const pipe = 'set -o pipefail; "$0" "$1" | docker import - "$2"'
  // Under its own name only when it is whole: an import of a build that fails leaves an empty image behind.
  const unfinished = `${tag}-unfinished`
  try {
    await must('bash', ['-c', pipe, script, list, unfinished], { timeoutMs: 600_000 })
    await docker(['tag', unfinished, tag])
  } finally {
    await run('docker', ['rmi', unfinished])
  }
  return tag
}

async function serviceImage(
  service: string,
  tag: string,
  base: string,
  caFile: string,
): Promise<void> {
  const sources = [join(SERVICES, service), join(SERVICES, 'common'), caFile]
  const recipe = await recipeOf(sources, [base])
  if ((await labelOf(tag)) === recipe) return
  say(`building ${tag}`)
  const old = (await run('docker', ['image', 'inspect', '-f', '{{.Id}}', tag])).stdout.trim()
  const context = await mkdtemp(join(tmpdir(), 'postern-lab-'))
  try {
    for (const name of [service, 'common'])
      await cp(join(SERVICES, name), join(context, name), { recursive: true })
    await cp(caFile, join(context, 'ca.pem'))
    await docker(
      ['build', '-q', '--build-arg', `BASE=${base}`, '--label', `${LABEL}=${recipe}`].concat([
        '-f',
        join(context, service, 'Dockerfile'),
        '-t',
        tag,
        context,
      ]),
      { timeoutMs: 300_000 },
    )
  } finally {
    await rm(context, { recursive: true, force: true })
  }
  // refused, rightly, while a container still runs on it
  if (old !== '') await run('docker', ['rmi', old])
}

/** Build what is not there yet. Returns the tag of the stack's base. */
export async function ensureImages(caFile: string): Promise<string> {
  const [stack, home] = await Promise.all([baseImage('stack'), baseImage('home')])
  for (const [service, tag] of Object.entries(STACK_IMAGES))
    await serviceImage(service, tag, stack, caFile)
  await serviceImage('relay', RELAY_IMAGE, stack, caFile)
  await serviceImage('names', NAMES_IMAGE, stack, caFile)
  await serviceImage('receiver', RECEIVER_IMAGE, stack, caFile)
  await serviceImage('home', HOME_IMAGE, home, caFile)
  return stack
}
