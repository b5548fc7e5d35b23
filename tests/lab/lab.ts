import { readFile } from 'node:fs/promises'
import { LAB_FILE } from './make/paths.ts'
import type { HostKeyType, Person } from './make/people.ts'

export type Project = {
  readonly name: string
  readonly dir: string
  readonly composeFile: string
  readonly envFile?: string
  readonly isMailu: boolean
}

/** What `lab:up` prints: everything that a suite or a person needs to use the lab. */
export type Lab = {
  readonly ssh: {
    readonly host: string
    /** default: MaxSessions 10; narrow: MaxSessions 2; pam: keyboard-interactive and keys, no password method. */
    readonly ports: { readonly default: number; readonly narrow: number; readonly pam: number }
    readonly hostKeys: Readonly<
      Record<HostKeyType, { readonly file: string; readonly line: string; readonly sha256: string }>
    >
    /** The keys that the host shows after `swapHostKeys`. */
    readonly otherHostKeys: Readonly<
      Record<HostKeyType, { readonly file: string; readonly line: string; readonly sha256: string }>
    >
  }
  readonly users: readonly Person[]
  readonly projects: readonly Project[]
  readonly mailu: {
    readonly version: string
    readonly subnet: string
    readonly domains: readonly string[]
    readonly hostNames: readonly string[]
  }
  readonly mailUsers: readonly {
    readonly email: string
    readonly password: string
    readonly admin: boolean
  }[]
  /** As published; the machine and the home server both reach them. The certificate is for `tlsName`. */
  readonly endpoints: {
    readonly host: string
    readonly tlsName: string
    readonly smtp: number
    readonly submissions: number
    readonly imaps: number
    readonly http: number
    readonly https: number
  }
  readonly relay: {
    readonly host: string
    readonly ip: string
    readonly ports: { readonly starttls: readonly number[]; readonly implicitTls: number }
    readonly user: string
    readonly password: string
    /** One .eml a message and recipient; the Received header names the authenticated user. */
    readonly mailDir: string
  }
  /** A mailbox at somebody else's (IMAP with TLS, also by its address), whose mail server says what it found of SPF, DKIM and DMARC. */
  readonly receiver: {
    readonly name: string
    readonly ip: string
    readonly imaps: number
    readonly user: string
    readonly password: string
  }
  /** Real name servers and validating resolvers, on port 53; their zones are in services/names/zones. */
  readonly names: {
    readonly nameServers: readonly string[]
    readonly resolvers: readonly string[]
  }
  readonly caFile: string
  readonly containers: {
    readonly home: string
    readonly relay: string
    readonly names: string
    readonly receiver: string
  }
  readonly stateDir: string
}

/** Read the document that the last `npm run lab:up` wrote; says how to get one. */
export async function readLab(): Promise<Lab> {
  const text = await readFile(LAB_FILE, 'utf8').catch(() => {
    throw new Error('no lab is up on this machine: run `npm run lab:up` as root first')
  })
  return JSON.parse(text) as Lab
}

/** One account of the home server by name. */
export function person(lab: Lab, name: string): Person {
  const found = lab.users.find(user => user.name === name)
  if (!found) throw new Error(`the lab has no user ${name}`)
  return found
}
