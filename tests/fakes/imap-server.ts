/** An IMAP server in this process on 127.0.0.1: folders in memory, every command written down, and a hook to be hostile in. */
import { createServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { readSet } from '../../src/core/net/imap/reading/number-set.ts'

export interface FakeMessage {
  readonly uid: number
  bytes: Buffer
  flags: readonly string[]
  readonly internalDate: string
  readonly guid?: string
  /** When it was last changed. @default 1 */
  modseq?: number
  /** Counted and found, and not given. */
  isHidden?: boolean
  /** What happens when its text is asked for. */
  poison?: 'refused' | 'no-text' | 'hang-up' | 'too-long'
}

export interface FakeFolder {
  /** As it goes over the line. */
  readonly raw: string
  uidValidity: number
  uidNext: number
  messages: FakeMessage[]
  modseq: number
  /** What went away, and when. */
  readonly vanished: { readonly uid: number; readonly modseq: number }[]
  attributes?: string
  delimiter?: string | null
  /** The answer to EXAMINE. */
  refusal?: string
}

export interface Conversation {
  write(text: string | Buffer): void
  /** Cuts the line. */
  cut(): void
  /** How many there were before it. */
  readonly number: number
}

export interface FakeImapOptions {
  readonly capabilities?: string
  readonly greeting?: string
  readonly folders: FakeFolder[]
  readonly user?: string
  readonly password?: string
  /** What is said to a login that is right, in place of OK. */
  readonly loginRefusal?: string
  readonly namespace?: string
  readonly serverId?: string
  /** True: it was answered here. */
  readonly onCommand?: (words: string, tag: string, to: Conversation) => boolean
  /** Bytes of each line after which it is cut; the next number is taken for each connection. */
  readonly cuts?: number[]
}

export interface FakeImap {
  readonly port: number
  /** Every command of every line, without its tag. */
  readonly commands: string[]
  readonly folders: FakeFolder[]
  readonly opened: number
  /** Whole messages that were given. */
  bodies: number
  /** Bytes that were sent. */
  bytes: number
}

/** A server of our days, as Dovecot: everything that helps. */
export const allCapabilities =
  'IMAP4rev1 SASL-IR AUTH=PLAIN ID ENABLE NAMESPACE UIDPLUS LIST-EXTENDED LIST-STATUS SPECIAL-USE CONDSTORE QRESYNC ESEARCH STATUS=SIZE LITERAL+'
/** A server of RFC 3501 and nothing else. */
export const plainCapabilities = 'IMAP4rev1'

export function makeFolder(raw: string, more: Partial<FakeFolder> = {}): FakeFolder {
  return { raw, uidValidity: 1, uidNext: 1, messages: [], modseq: 1, vanished: [], ...more }
}

/** Puts a message into a folder. */
export function deliver(
  folder: FakeFolder,
  text: string | Buffer,
  more: Partial<FakeMessage> = {},
): FakeMessage {
  folder.modseq += 1
  const message: FakeMessage = {
    uid: folder.uidNext,
    bytes: typeof text === 'string' ? Buffer.from(text, 'latin1') : text,
    flags: [],
    internalDate: '23-Nov-2026 10:00:00 +0100',
    modseq: folder.modseq,
    ...more,
  }
  folder.messages.push(message)
  folder.uidNext = message.uid + 1
  return message
}

export function setFlags(folder: FakeFolder, uid: number, flags: readonly string[]): void {
  const message = folder.messages.find(one => one.uid === uid)!
  folder.modseq += 1
  message.flags = flags
  message.modseq = folder.modseq
}

export function expunge(folder: FakeFolder, uid: number): void {
  folder.modseq += 1
  folder.messages = folder.messages.filter(one => one.uid !== uid)
  folder.vanished.push({ uid, modseq: folder.modseq })
}

const unquote = (text: string): string =>
  text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text

/** Starts one; it ends with the test. */
export async function startFakeImap(options: FakeImapOptions): Promise<FakeImap> {
  const { folders, capabilities = allCapabilities } = options
  const has = (name: string): boolean => capabilities.split(' ').includes(name)
  const commands: string[] = []
  const open = new Set<Socket>()
  let opened = 0

  const inSet = (set: string, folder: FakeFolder): FakeMessage[] => {
    const last = String(folder.messages.at(-1)?.uid ?? 1)
    const ranges = readSet(set.replaceAll('*', last)) ?? []
    return folder.messages.filter(({ uid }) => ranges.some(([a, b]) => uid >= a && uid <= b))
  }

  const converse = (socket: Socket): void => {
    const number = opened
    opened += 1
    const cutAt = options.cuts?.shift()
    let sent = 0
    let folder: FakeFolder | undefined
    let selected: readonly FakeMessage[] = []
    let held = ''
    let isCut = false
    const to: Conversation = {
      number,
      write(text) {
        if (isCut) return
        const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text
        const rest = cutAt === undefined ? bytes : bytes.subarray(0, Math.max(0, cutAt - sent))
        sent += bytes.length
        fake.bytes += rest.length
        socket.write(rest)
        if (rest.length < bytes.length) to.cut()
      },
      cut() {
        isCut = true
        socket.end()
      },
    }
    const say = (line: string): void => to.write(`${line}\r\n`)
    const status = (one: FakeFolder, items: string): string => {
      const told: Record<string, number> = {
        MESSAGES: one.messages.length,
        UIDNEXT: one.uidNext,
        UIDVALIDITY: one.uidValidity,
        HIGHESTMODSEQ: one.modseq,
        SIZE: one.messages.reduce((sum, { bytes }) => sum + bytes.length, 0),
      }
      return `* STATUS "${one.raw}" (${items
        .split(' ')
        .map(item => `${item} ${told[item] ?? 0}`)
        .join(' ')})`
    }
    const literal = (text: Buffer): Buffer =>
      Buffer.concat([Buffer.from(`{${text.length}}\r\n`), text])

    /** False: the line is of no use any more. */
    const fetch = (message: FakeMessage, items: readonly string[]): boolean | 'refused' => {
      if (message.isHidden) return true
      const wantsBody = items.includes('BODY.PEEK[]')
      if (wantsBody && message.poison === 'refused') return 'refused'
      const parts: (string | Buffer)[] = []
      for (const item of items) {
        if (item === 'UID') parts.push(`UID ${message.uid}`)
        else if (item === 'FLAGS') parts.push(`FLAGS (${message.flags.join(' ')})`)
        else if (item === 'INTERNALDATE') parts.push(`INTERNALDATE "${message.internalDate}"`)
        else if (item === 'RFC822.SIZE') parts.push(`RFC822.SIZE ${message.bytes.length}`)
        else if (item === 'X-GUID') parts.push(`X-GUID ${message.guid ?? `g${message.uid}`}`)
        else if (item.startsWith('BODY.PEEK[HEADER.FIELDS')) {
          const name = /\((.+)\)/.exec(item)![1]!
          const header = message.bytes.toString('latin1').split('\r\n\r\n')[0]!
          const line = header
            .split('\r\n')
            .find(one => one.toLowerCase().startsWith(`${name.toLowerCase()}:`))
          const text = Buffer.from(line === undefined ? '\r\n' : `${line}\r\n\r\n`, 'latin1')
          parts.push(Buffer.concat([Buffer.from(`BODY[HEADER.FIELDS (${name})] `), literal(text)]))
        } else if (item === 'BODY.PEEK[]') {
          fake.bodies += 1
          if (message.poison === 'no-text') parts.push('BODY[] NIL')
          else if (message.poison === 'too-long')
            parts.push(
              Buffer.concat([
                Buffer.from(`BODY[] {${message.bytes.length - 5}}\r\n`),
                message.bytes,
              ]),
            )
          else parts.push(Buffer.concat([Buffer.from('BODY[] '), literal(message.bytes)]))
        }
      }
      const at = selected.indexOf(message) + 1
      to.write(`* ${at} FETCH (`)
      for (const [i, part] of parts.entries()) {
        if (i > 0) to.write(' ')
        if (wantsBody && message.poison === 'hang-up' && i === parts.length - 1) {
          to.write((part as Buffer).subarray(0, 30))
          to.cut()
          return false
        }
        to.write(part)
      }
      say(')')
      return true
    }

    const take = (line: string): void => {
      const [, tag = '', words = ''] = /^(\S+) (.*)$/s.exec(line) ?? []
      commands.push(words)
      if (options.onCommand?.(words, tag, to)) return
      const verb = /^(UID )?\S+/.exec(words)?.[0].toUpperCase() ?? ''
      const ok = (text = 'done'): void => say(`${tag} OK ${text}`)
      const login = (user: string, password: string): void => {
        if (user !== (options.user ?? 'anna') || password !== (options.password ?? 'secret'))
          say(`${tag} NO [AUTHENTICATIONFAILED] Authentication failed.`)
        else if (options.loginRefusal !== undefined) say(`${tag} ${options.loginRefusal}`)
        else ok(`[CAPABILITY ${capabilities}] Logged in`)
      }
      switch (verb) {
        case 'CAPABILITY':
          say(`* CAPABILITY ${capabilities}`)
          {
            ok()
            return
          }
        case 'LOGIN': {
          const [, user = '', password = ''] =
            /^LOGIN ("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(words) ?? []
          login(unquote(user), unquote(password))
          return
        }
        case 'AUTHENTICATE': {
          const [, , base64 = ''] = words.split(' ')
          const [, user = '', password = ''] = Buffer.from(base64, 'base64').toString().split('\0')
          login(user, password)
          return
        }
        case 'ID':
          say(`* ID ("name" "${options.serverId ?? 'Fake'}")`)
          {
            ok()
            return
          }
        case 'NAMESPACE':
          say(`* NAMESPACE ${options.namespace ?? '(("" "."))'} NIL NIL`)
          {
            ok()
            return
          }
        case 'ENABLE':
          say('* ENABLED QRESYNC')
          {
            ok()
            return
          }
        case 'NOOP': {
          ok()
          return
        }
        case 'LIST': {
          const [, pattern = '', items] =
            /^LIST "" "((?:[^"\\]|\\.)*)"(?:.*STATUS \(([^)]*)\))?/.exec(words) ?? []
          const prefix = pattern.replace(/\*$/, '')
          for (const one of folders) {
            if (!one.raw.startsWith(prefix)) continue
            const delimiter =
              one.delimiter === undefined
                ? '"."'
                : one.delimiter === null
                  ? 'NIL'
                  : `"${one.delimiter}"`
            say(
              `* LIST (${one.attributes ?? '\\HasNoChildren'}) ${delimiter} "${one.raw.replace(/["\\]/g, '\\$&')}"`,
            )
            if (items !== undefined && !/noselect/i.test(one.attributes ?? ''))
              say(status(one, items))
          }
          ok()
          return
        }
        case 'STATUS': {
          const [, raw = '', items = ''] = /^STATUS (".*"|\S+) \(([^)]*)\)$/.exec(words) ?? []
          const one = folders.find(({ raw: name }) => name === unquote(raw))
          if (!one) {
            say(`${tag} NO no such folder`)
            return
          }
          say(status(one, items))
          ok()
          return
        }
        case 'EXAMINE': {
          const [, raw = '', validity, modseq] =
            /^EXAMINE ("(?:[^"\\]|\\.)*"|\S+)(?: \((?:CONDSTORE|QRESYNC \((\d+) (\d+)\))\))?$/.exec(
              words,
            ) ?? []
          folder = folders.find(({ raw: name }) => name === unquote(raw))
          if (!folder) {
            say(`${tag} NO no such folder`)
            return
          }
          if (folder.refusal !== undefined) {
            say(`${tag} ${folder.refusal}`)
            return
          }
          selected = [...folder.messages]
          say('* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)')
          say(`* ${folder.messages.length} EXISTS`)
          say('* 0 RECENT')
          say(`* OK [UIDVALIDITY ${folder.uidValidity}] UIDs valid`)
          say(`* OK [UIDNEXT ${folder.uidNext}] Predicted next UID`)
          if (has('CONDSTORE')) say(`* OK [HIGHESTMODSEQ ${folder.modseq}] Highest`)
          if (validity !== undefined && Number(validity) === folder.uidValidity) {
            const since = Number(modseq)
            const gone = folder.vanished.filter(one => one.modseq > since).map(({ uid }) => uid)
            if (gone.length > 0) say(`* VANISHED (EARLIER) ${gone.join(',')}`)
            for (const [i, message] of folder.messages.entries())
              if ((message.modseq ?? 1) > since && !message.isHidden)
                say(
                  `* ${i + 1} FETCH (UID ${message.uid} FLAGS (${message.flags.join(' ')}) MODSEQ (${message.modseq}))`,
                )
          }
          ok('[READ-ONLY] Examined')
          return
        }
        case 'UID SEARCH': {
          if (!folder) {
            say(`${tag} BAD no folder`)
            return
          }
          const criteria = words.replace(/^UID SEARCH (RETURN \(ALL\) )?/, '')
          const found =
            criteria === 'ALL'
              ? folder.messages
              : criteria.startsWith('UID ')
                ? inSet(criteria.slice(4), folder)
                : folder.messages.slice(...criteria.split(':').map((n, i) => Number(n) - 1 + i))
          const uids = found.map(({ uid }) => uid)
          if (has('ESEARCH'))
            say(`* ESEARCH (TAG "${tag}") UID${uids.length > 0 ? ` ALL ${uids.join(',')}` : ''}`)
          else say(`* SEARCH${uids.map(uid => ` ${uid}`).join('')}`)
          ok()
          return
        }
        case 'UID FETCH': {
          if (!folder) {
            say(`${tag} BAD no folder`)
            return
          }
          const [, set = '', list = '', since] =
            /^UID FETCH (\S+) \((.*?)\)(?: \(CHANGEDSINCE (\d+)\))?$/.exec(words) ?? []
          const items: readonly string[] = list.match(/BODY\.PEEK\[[^\]]*\]|\S+/g) ?? []
          if (items.includes('X-GUID') && options.serverId !== 'Dovecot') {
            say(`${tag} BAD unknown item`)
            return
          }
          let refused = false
          for (const message of inSet(set, folder)) {
            if (since !== undefined && (message.modseq ?? 1) <= Number(since)) continue
            const outcome = fetch(message, items)
            if (outcome === false) return
            refused ||= outcome === 'refused'
          }
          if (refused) say(`${tag} NO [SERVERBUG] Internal error`)
          else ok()
          return
        }
        case 'LOGOUT':
          say('* BYE')
          ok()
          socket.end()
          return
        default: {
          say(`${tag} BAD unknown command`)
          return
        }
      }
    }
    socket.on('data', chunk => {
      held += chunk.toString('latin1')
      for (let at = held.indexOf('\r\n'); at !== -1; at = held.indexOf('\r\n')) {
        const line = held.slice(0, at)
        held = held.slice(at + 2)
        if (!isCut) take(line)
      }
    })
    say(options.greeting ?? `* OK [CAPABILITY ${capabilities}] Fake ready.`)
  }

  const server: Server = createServer({ noDelay: true }, socket => {
    open.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => open.delete(socket))
    converse(socket)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of open) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  })
  const address = server.address()
  const fake: FakeImap = {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    commands,
    folders,
    bodies: 0,
    bytes: 0,
    get opened() {
      return opened
    },
  }
  return fake
}
