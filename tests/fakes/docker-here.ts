/** A `docker` whose containers are this computer: `exec` runs the command here, `logs` prints a recorded log. For the local host's PATH. */
import { access, chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { tempFolder } from '../support/temp-folder.ts'

export interface DockerHereOptions {
  /** What `docker logs -t` prints. */
  readonly log?: string
  /** What `postqueue -j` prints on stdout and on stderr. */
  readonly queue?: string
  readonly queueErrors?: string
  /** What `postconf -xh KEY` prints. */
  readonly settings?: Readonly<Record<string, string>>
  /** Domains that Mailu relays itself. */
  readonly relayed?: readonly string[]
  /** Programs that the container does not have. */
  readonly lacks?: readonly string[]
  /** Its Postfix has not begun yet, so that its settings may be those of the start before. */
  readonly isStarting?: boolean
  /** `exec` fails as for a container that does not run. */
  readonly isStopped?: boolean
}

export interface DockerHere {
  /** For `createLocalHost`. */
  readonly env: NodeJS.ProcessEnv
  /** File with the changes of the queue that were asked for, one a line. */
  readonly calls: string
  /** The recorded texts may be rewritten between two calls. */
  readonly write: (name: 'log' | 'queue', text: string) => Promise<void>
}

async function program(folder: string, name: string, lines: readonly string[]): Promise<void> {
  const file = join(folder, name)
  await writeFile(file, `#!/bin/sh\n${lines.join('\n')}\n`)
  await chmod(file, 0o755)
}

/** Where this computer has a program. */
async function find(name: string): Promise<string> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, name)
    const isThere = await access(file).then(
      () => true,
      () => false,
    )
    if (isThere) return file
  }
  throw new Error(`this computer has no ${name}`)
}

/** Puts the programs into a folder of their own, gone after the test. */
export async function createDockerHere(options: DockerHereOptions = {}): Promise<DockerHere> {
  const folder = await tempFolder()
  const [outside, inside] = [join(folder, 'server'), join(folder, 'container')]
  for (const path of [outside, inside]) await mkdir(path)
  const text = (name: string): string => join(folder, name)
  await writeFile(text('log'), options.log ?? '')
  await writeFile(text('queue'), options.queue ?? '')
  await writeFile(text('queue-errors'), options.queueErrors ?? '')
  const settings = Object.entries(options.settings ?? { inet_protocols: 'ipv4' })
  await program(inside, 'postconf', [
    'case "$2" in',
    ...settings.map(([key, value]) => `${key}) echo '${value}' ;;`),
    'esac',
  ])
  await program(inside, 'postfix', [options.isStarting ? 'exit 1' : 'exit 0'])
  await writeFile(text('calls'), '')
  await program(inside, 'postqueue', [
    `if [ "$1" != -j ]; then echo "postqueue $*" >> '${text('calls')}'; exit 0; fi`,
    `cat '${text('queue-errors')}' >&2`,
    `cat '${text('queue')}'`,
  ])
  // Its ids come on stdin, and are written down behind its words.
  await program(inside, 'postsuper', [
    'words="postsuper $*"',
    'while read -r id; do words="$words $id"; done',
    `echo "$words" >> '${text('calls')}'`,
  ])
  const relay = (options.relayed ?? []).map(name => ({ name }))
  await program(inside, 'flask', [`echo '${JSON.stringify({ relay })}'`])
  for (const name of ['sh', 'cat']) await symlink(await find(name), join(inside, name))
  for (const name of ['bash', 'python3']) {
    if (options.lacks?.includes(name)) continue
    // Found by their place: what stands in front of a real one may look at the PATH.
    await program(inside, name, [
      `PATH='${process.env['PATH'] ?? ''}' exec ${await find(name)} "$@"`,
    ])
  }
  await program(outside, 'docker', [
    'case "$1" in',
    `logs) cat '${text('log')}' ;;`,
    options.isStopped
      ? "exec) echo 'Error response from daemon: container is not running' >&2; exit 1 ;;"
      : `exec) if [ "$2" = -i ]; then shift 3; else shift 2; fi; PATH='${inside}'; export PATH; exec "$@" ;;`,
    'esac',
  ])
  return {
    env: { ...process.env, PATH: [outside, process.env['PATH']].join(delimiter) },
    calls: text('calls'),
    write: (name, content) => writeFile(text(name), content),
  }
}
