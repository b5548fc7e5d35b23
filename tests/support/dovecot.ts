/** The real Dovecot on 127.0.0.1, with a configuration and a Maildir of its own, for as long as a test needs it. */
import { spawn } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { Duplex, Transform } from 'node:stream'
import { userInfo } from 'node:os'
import { onTestFinished } from 'vitest'
import { freePort } from './sshd.ts'
import { tempFolder } from './temp-folder.ts'

const binary = '/usr/sbin/dovecot'

/** False where no Dovecot is installed: suites that need it are skipped there, and say so. */
export const hasDovecot = existsSync(binary)

/** Dovecot gives no mailbox to root: there it runs as nobody. */
const account =
  userInfo().uid === 0
    ? { uid: 65_534, gid: 65_534, name: 'nobody', group: 'nogroup' }
    : {
        uid: userInfo().uid,
        gid: userInfo().gid,
        name: userInfo().username,
        group: String(userInfo().gid),
      }

export interface Dovecot {
  /** In the clear. */
  readonly port: number
  /** Encrypted from the first byte; 0 without a certificate. */
  readonly securePort: number
  readonly user: string
  readonly password: string
  /** A pipe that is logged in, as `doveadm exec imap` gives one on a server. */
  openPipe(): Promise<Duplex>
  /** Bytes that came through pipes so far. */
  readonly piped: number
  /** Puts a file into a folder's Maildir: `''` is INBOX, `.Sent` another one. @param name its file name, flags included */
  put(folder: string, name: string, bytes: Buffer): void
  /** Files of a folder by their names. */
  files(folder: string): ReadonlyMap<string, Buffer>
  /** Takes away the message with this place in the order of file names, counted from 1. */
  remove(folder: string, place: number): void
  /** Gives all files of a folder that have these flags other ones. */
  rename(folder: string, from: string, to: string): void
  /** Makes Dovecot forget its numbers: each folder gets a new UIDVALIDITY. */
  forgetNumbers(): Promise<void>
  log(): string
}

/** Starts one; it ends with the test. @param certificate for encryption, PEM */
export async function startDovecot(
  certificate?: { readonly cert: string; readonly key: string },
  password = 'secret',
): Promise<Dovecot> {
  const folder = await tempFolder()
  const port = await freePort()
  const securePort = certificate ? await freePort() : 0
  const mail = join(folder, 'mail')
  const config = join(folder, 'dovecot.conf')
  const log = join(folder, 'log')
  const own = (path: string): void => chownSync(path, account.uid, account.gid)
  const makeFolder = (path: string): void => {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    own(path)
  }
  own(folder)
  for (const path of [mail, join(folder, 'run'), join(folder, 'state')]) makeFolder(path)
  writeFileSync(join(folder, 'users'), `anna:{PLAIN}${password}\n`, { mode: 0o644 })
  if (certificate) {
    writeFileSync(join(folder, 'cert.pem'), certificate.cert)
    writeFileSync(join(folder, 'key.pem'), certificate.key)
  }
  const service = (name: string, more = ''): string => `service ${name} {\n  chroot =\n${more}}\n`
  writeFileSync(
    config,
    [
      `base_dir = ${join(folder, 'run')}`,
      `state_dir = ${join(folder, 'state')}`,
      `log_path = ${log}`,
      'protocols = imap',
      'listen = 127.0.0.1',
      ...(certificate
        ? ['ssl = yes', `ssl_cert = <${folder}/cert.pem`, `ssl_key = <${folder}/key.pem`]
        : ['ssl = no']),
      'disable_plaintext_auth = no',
      `default_internal_user = ${account.name}`,
      `default_internal_group = ${account.group}`,
      `default_login_user = ${account.name}`,
      'first_valid_uid = 1',
      'first_valid_gid = 1',
      `mail_location = maildir:${mail}`,
      `mail_home = ${mail}`,
      `mail_uid = ${account.uid}`,
      `mail_gid = ${account.gid}`,
      'mailbox_list_index = yes',
      'namespace inbox {\n  inbox = yes\n  separator = .\n  mailbox Sent {\n    special_use = \\Sent\n  }\n}',
      `passdb {\n  driver = passwd-file\n  args = scheme=PLAIN username_format=%u ${join(folder, 'users')}\n}`,
      `userdb {\n  driver = static\n  args = uid=${account.uid} gid=${account.gid} home=${mail}\n}`,
      service('anvil'),
      service('stats'),
      service(
        'imap-login',
        `  inet_listener imap {\n    port = ${port}\n  }\n  inet_listener imaps {\n    port = ${securePort}\n    ssl = yes\n  }\n`,
      ),
      '',
    ].join('\n'),
  )
  const options = { uid: account.uid, gid: account.gid } as const
  const child = spawn(binary, ['-F', '-c', config], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const readLog = (): string => said + (existsSync(log) ? readFileSync(log, 'utf8') : '')
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const life = { isOver: false }
  void ended.then(() => (life.isOver = true))
  onTestFinished(async () => {
    child.kill('SIGTERM')
    await ended
  })
  for (;;) {
    const isUp = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      }).on('error', () => setTimeout(resolve, 20, false))
    })
    if (isUp) break
    if (life.isOver) throw new Error(`Dovecot ended: ${readLog()}`)
  }
  let piped = 0
  const pipes: Promise<void>[] = []
  return {
    port,
    securePort,
    get piped() {
      return piped
    },
    user: 'anna',
    password,
    log: readLog,
    async openPipe() {
      const imap = spawn('/usr/bin/doveadm', ['-c', config, 'exec', 'imap'], {
        ...options,
        stdio: ['pipe', 'pipe', 'ignore'],
        env: { PATH: process.env['PATH'], HOME: mail, USER: 'anna' },
      })
      pipes.push(new Promise(resolve => imap.once('exit', () => resolve())))
      const counted = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          piped += chunk.length
          done(null, chunk)
        },
      })
      return Duplex.from({ writable: imap.stdin, readable: imap.stdout.pipe(counted) })
    },
    put(name, file, bytes) {
      const base = join(mail, name)
      for (const path of [base, ...['cur', 'new', 'tmp'].map(one => join(base, one))])
        makeFolder(path)
      const path = join(base, 'cur', file)
      writeFileSync(path, bytes)
      own(path)
    },
    files(name) {
      const cur = join(mail, name, 'cur')
      return new Map(readdirSync(cur).map(file => [file, readFileSync(join(cur, file))]))
    },
    remove(name, place) {
      const cur = join(mail, name, 'cur')
      rmSync(join(cur, readdirSync(cur).sort()[place - 1]!))
    },
    rename(name, from, to) {
      const cur = join(mail, name, 'cur')
      for (const file of readdirSync(cur))
        if (file.endsWith(`:2,${from}`))
          renameSync(join(cur, file), join(cur, file.replace(/:2,.*$/, `:2,${to}`)))
    },
    async forgetNumbers() {
      await Promise.all(pipes) // what one of them still writes would bring the old numbers back
      const forget = (path: string): void => {
        for (const entry of readdirSync(path, { withFileTypes: true })) {
          const at = join(path, entry.name)
          if (entry.isDirectory() && !['cur', 'new', 'tmp'].includes(entry.name)) forget(at)
          else if (/^dovecot\.(list\.)?index/.test(entry.name)) rmSync(at)
          else if (entry.name === 'dovecot-uidlist') {
            const [, validity = '', guid = ''] =
              /^3 V(\d+) .*(G[0-9a-f]{32})/.exec(readFileSync(at, 'utf8')) ?? []
            writeFileSync(at, `3 V${Number(validity) + 1000} N1 ${guid}\n`)
          }
        }
      }
      forget(mail)
    },
  }
}
