import { homeShell } from './home.ts'
import { EXTRA } from './make/extra.ts'
import { compose } from './make/project.ts'
import { REGISTRY_HOST } from './make/paths.ts'

export type ExtraProject = {
  /** Absolute path on the home server, for example /mailu or /opt/x. */
  readonly dir: string
  /** Compose project name; default: the folder's. */
  readonly name?: string
  /** Default docker-compose.yml. */
  readonly composeFile?: string
  /** Default true: the services, images and labels of a Mailu stack, but nothing runs in them. */
  readonly isMailu?: boolean
  /** Folder that the stack's volumes live in; default: `dir`. */
  readonly root?: string
}

const SERVICES = { front: 'nginx', admin: 'admin', imap: 'dovecot', smtp: 'postfix' } as const

function composeText(project: ExtraProject): string {
  const asleep = `entrypoint: ["/usr/bin/tini", "--", "sleep", "infinity"]\n    labels: [${EXTRA}]\n    restart: always`
  const root = project.root ?? project.dir
  const volumes: Readonly<Record<string, string>> = {
    admin: `${root}/data:/data`,
    smtp: `${root}/mailqueue:/queue`,
  }
  const mailu = Object.entries(SERVICES).map(([service, image]) => {
    const volume = volumes[service] === undefined ? '' : `\n    volumes: ["${volumes[service]}"]`
    return `  ${service}:\n    image: \${DOCKER_ORG:-${REGISTRY_HOST}/mailu}/${image}:\${MAILU_VERSION:-2024.06}\n    env_file: mailu.env\n    ${asleep}${volume}`
  })
  const other = [`  web:\n    image: ${REGISTRY_HOST}/mailu/redis:alpine\n    ${asleep}`]
  const services = (project.isMailu === false ? other : mailu).join('\n')
  return `version: "3.8"\nservices:\n${services}\nnetworks:\n  default:\n    labels: [${EXTRA}]\n`
}

/** One more project on the same engine, its files only in the home server's own file system; the next reset removes it. */
export async function addProject(project: ExtraProject): Promise<void> {
  const file = project.composeFile ?? 'docker-compose.yml'
  const where = [
    ...(project.name === undefined ? [] : ['-p', project.name]),
    '-f',
    `${project.dir}/${file}`,
  ]
  await homeShell(`mkdir -p '${project.dir}' && cat > '${project.dir}/${file}'`, {
    input: composeText(project),
  })
  await homeShell(`cat > '${project.dir}/mailu.env' && chmod 600 '${project.dir}/mailu.env'`, {
    input:
      'DOMAIN=second.test\nHOSTNAMES=mail.second.test\nSUBNET=192.168.204.0/24\nTLS_FLAVOR=cert\nRELAYHOST=\n',
  })
  await compose(project.dir, [...where, 'up', '-d'])
}
