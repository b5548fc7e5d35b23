/** The real OpenSSH server on 127.0.0.1, with keys and configuration of its own, for as long as a test needs it. */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'

const binary = '/usr/sbin/sshd'

/** False where no OpenSSH server is installed: suites that need it are skipped there, and say so. */
export const hasSshd = existsSync(binary)

export type KeyType = 'ed25519' | 'ecdsa' | 'rsa'

/** Makes a key pair with ssh-keygen and gives the private file's path. */
export function makeKey(
  file: string,
  type: KeyType = 'ed25519',
  passphrase = '',
  ...more: string[]
): string {
  execFileSync('ssh-keygen', [
    '-q',
    '-t',
    type,
    '-N',
    passphrase,
    '-C',
    'test',
    '-f',
    file,
    ...more,
  ])
  return file
}

/** Type and fingerprint as ssh-keygen prints them. */
export const fingerprint = (file: string): string =>
  execFileSync('ssh-keygen', ['-lf', file], { encoding: 'utf8' }).split(' ')[1] ?? ''

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as AddressInfo // a TCP server has one
  await new Promise(resolve => server.close(resolve))
  return port
}

export interface Sshd {
  readonly port: number
  readonly user: string
  /** Public host key files by type. */
  readonly hostKeys: Readonly<Partial<Record<KeyType, string>>>
  /** A line for known_hosts. */
  knownHost(type?: KeyType, name?: string): string
  /** All that it has logged. */
  log(): string
  /** Waits until `pattern` is in the log behind `from`. */
  logged(pattern: RegExp, from?: number): Promise<void>
  stop(): Promise<void>
}

export interface SshdOptions {
  /** Folder for keys and configuration. */
  readonly folder: string
  /** Public key files that may log in. */
  readonly authorized: readonly string[]
  /** In place of a list made of them: the value of AuthorizedKeysFile. */
  readonly authorizedFiles?: string
  readonly keyTypes?: readonly KeyType[]
  readonly port?: number
  /** Further lines of sshd_config. */
  readonly config?: readonly string[]
}

export async function startSshd(options: SshdOptions): Promise<Sshd> {
  const port = options.port ?? (await freePort())
  const folder = join(options.folder, `sshd-${port}-${Math.random().toString(36).slice(2, 8)}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true })
  const types = options.keyTypes ?? ['ed25519']
  const hostKeys = Object.fromEntries(
    types.map(type => [type, `${makeKey(join(folder, type), type)}.pub`]),
  ) as Sshd['hostKeys'] // built from the same types
  const authorized = join(folder, 'authorized_keys')
  writeFileSync(authorized, options.authorized.map(file => readFileSync(file, 'utf8')).join(''))
  const config = join(folder, 'sshd_config')
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    ...types.map(type => `HostKey ${join(folder, type)}`),
    `AuthorizedKeysFile ${options.authorizedFiles ?? authorized}`,
    `PidFile ${join(folder, 'pid')}`,
    'UsePAM no',
    'StrictModes no',
    'PermitRootLogin yes',
    'LogLevel DEBUG1',
    ...(options.config ?? []),
  ]
  writeFileSync(config, `${lines.join('\n')}\n`)
  const child = spawn(binary, ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  const watchers = new Set<() => void>()
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text
    for (const watch of watchers) watch()
  })
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const sshd: Sshd = {
    port,
    user: userInfo().username,
    hostKeys,
    knownHost(type = 'ed25519', name = `[127.0.0.1]:${port}`) {
      const [algorithm, base64] = readFileSync(hostKeys[type]!, 'utf8').split(' ')
      return `${name} ${algorithm} ${base64}\n`
    },
    log: () => log,
    logged: (pattern, from = 0) =>
      new Promise(resolve => {
        const look = (): void => {
          if (!pattern.test(log.slice(from))) return
          watchers.delete(look)
          resolve()
        }
        watchers.add(look)
        look()
      }),
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
  await Promise.race([
    sshd.logged(/Server listening on/),
    exited.then(() => Promise.reject(new Error(`sshd ended: ${log}`))),
  ])
  return sshd
}
