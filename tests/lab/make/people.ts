import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { STATE } from './paths.ts'
import { must } from './run.ts'

export type Sudo = 'none' | 'password' | 'nopassword' | 'root'
export type LoginWay = 'key' | 'password' | 'keyboard-interactive'
export type Person = {
  readonly name: string
  readonly shell: string
  readonly sudo: Sudo
  readonly docker: boolean
  /** The account's password, for logging in (default and narrow listeners) and for sudo. */
  readonly password?: string
  readonly keyFile?: string
  readonly lockedKey?: { readonly file: string; readonly passphrase: string }
  readonly ways: readonly LoginWay[]
  readonly about: string
}

const KEYS = `${STATE}/keys`
const HOME_STATE = `${STATE}/home`
const shell = (name: 'bash' | 'dash' | 'fish' | 'tcsh'): Person => ({
  name: `with-${name}`,
  shell: name === 'bash' || name === 'dash' ? `/bin/${name}` : `/usr/bin/${name}`,
  sudo: 'password',
  docker: true,
  password: `${name} says hello`,
  keyFile: `${KEYS}/with-${name}`,
  ways: ['key', 'password'],
  about: `logs in with ${name}, whose start-up file prints on stdout`,
})

/** Everybody who has an account on the home server. */
export const PEOPLE: readonly Person[] = [
  {
    name: 'maria',
    shell: '/bin/bash',
    sudo: 'password',
    docker: true,
    password: `it's $HOME "sweet" home`,
    keyFile: `${KEYS}/maria`,
    lockedKey: { file: `${KEYS}/maria-locked`, passphrase: 'open, sesame' },
    ways: ['key', 'password', 'keyboard-interactive'],
    about: 'the usual owner: docker group, sudo with password',
  },
  {
    name: 'dora',
    shell: '/bin/bash',
    sudo: 'none',
    docker: true,
    keyFile: `${KEYS}/dora`,
    ways: ['key'],
    about: 'docker group, no sudo: may drive the engine, not read the 0600 files',
  },
  {
    name: 'nils',
    shell: '/bin/bash',
    sudo: 'nopassword',
    docker: false,
    keyFile: `${KEYS}/nils`,
    ways: ['key'],
    about: 'no docker group, sudo without a password',
  },
  {
    name: 'petra',
    shell: '/bin/bash',
    sudo: 'password',
    docker: false,
    password: 'zwölf Boxkämpfer',
    ways: ['password', 'keyboard-interactive'],
    about: 'no key: password on the default port, keyboard-interactive on the pam port',
  },
  shell('bash'),
  shell('dash'),
  shell('fish'),
  shell('tcsh'),
  {
    name: 'root',
    shell: '/bin/bash',
    sudo: 'root',
    docker: true,
    keyFile: `${KEYS}/root`,
    ways: ['key'],
    about: 'root by key',
  },
]

const HOST_KEYS = { ed25519: [], ecdsa: [], rsa: ['-b', '2048'] } as const
export type HostKeyType = keyof typeof HOST_KEYS

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

async function keygen(
  file: string,
  type: string,
  comment: string,
  passphrase = '',
  more: readonly string[] = [],
): Promise<void> {
  if (await exists(file)) return
  await must('ssh-keygen', ['-q', '-t', type, ...more, '-N', passphrase, '-C', comment, '-f', file])
}

/** Keys of people and of the host (two sets, for the swap), and the table that the home server makes its accounts from. */
export async function ensurePeople(): Promise<void> {
  for (const dir of [KEYS, `${HOME_STATE}/keys`]) await mkdir(dir, { recursive: true })
  for (const person of PEOPLE) {
    if (person.keyFile === undefined) continue
    await keygen(person.keyFile, 'ed25519', `${person.name}@lab`)
    let keys = await readFile(`${person.keyFile}.pub`, 'utf8')
    if (person.lockedKey) {
      await keygen(
        person.lockedKey.file,
        'ed25519',
        `${person.name}-locked@lab`,
        person.lockedKey.passphrase,
      )
      keys += await readFile(`${person.lockedKey.file}.pub`, 'utf8')
    }
    await writeFile(`${HOME_STATE}/keys/${person.name}.pub`, keys)
  }
  for (const set of ['host-keys', 'host-keys-other']) {
    await mkdir(`${HOME_STATE}/${set}`, { recursive: true })
    for (const [type, more] of Object.entries(HOST_KEYS))
      await keygen(`${HOME_STATE}/${set}/${type}`, type, 'home', '', more)
  }
  const rows = PEOPLE.filter(person => person.name !== 'root').map(person =>
    [
      person.name,
      person.shell,
      person.sudo,
      person.docker ? 'yes' : 'no',
      person.password ?? '',
    ].join('\t'),
  )
  await writeFile(`${HOME_STATE}/users.tsv`, `${rows.join('\n')}\n`, { mode: 0o600 })
}

/** The host's public keys (one line each) and what `ssh-keygen -lf` says of them, for either set. */
export async function hostKeys(
  set: 'host-keys' | 'host-keys-other',
): Promise<
  Record<HostKeyType, { readonly file: string; readonly line: string; readonly sha256: string }>
> {
  const one = async (type: HostKeyType) => {
    const file = `${HOME_STATE}/${set}/${type}.pub`
    const shown = await must('ssh-keygen', ['-lf', file])
    return { file, line: (await readFile(file, 'utf8')).trim(), sha256: shown.split(' ')[1] ?? '' }
  }
  return { ed25519: await one('ed25519'), ecdsa: await one('ecdsa'), rsa: await one('rsa') }
}
