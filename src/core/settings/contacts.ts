/** Keeps the list of every host contacted: shown to the user, and sent to nobody. */
import type { Contact } from '../../shared/model/contact.ts'
import { Contact as ContactSchema } from '../../shared/model/contact.ts'
import type { ContactMade } from '../net/contacts.ts'
import type { Clock } from '../platform.ts'
import type { Database } from '../store/database.ts'

export interface ContactList {
  note(contact: ContactMade): void
  /** Latest first. */
  list(): Contact[]
  /** Writes what is not on disk yet. */
  flush(): void
}

const mostAddresses = 8
/** Beyond it the host that was not met for longest goes. */
const mostContacts = 500
/** A host that is met again and again is written so often at most; a new one is written at once. */
const writeEveryMs = 60_000

const keyOf = ({ host, port, protocol, from, via }: ContactMade): string =>
  JSON.stringify([host, port, protocol, from, via ?? ''])

function readAll(db: Database): Map<string, Contact> {
  const rows = db.all('SELECT key, record FROM contacts')
  return new Map(
    rows.flatMap(row => {
      const parsed = ContactSchema.safeParse(JSON.parse(String(row['record'])))
      return parsed.success ? [[String(row['key']), parsed.data] as const] : []
    }),
  )
}

/** Makes the list over `db`. */
export function createContactList({
  db,
  clock,
}: {
  readonly db: Database
  readonly clock: Clock
}): ContactList {
  const contacts = readAll(db)
  const writtenAt = new Map<string, number>()
  const unwritten = new Set<string>()

  const list = (): Contact[] =>
    [...contacts.values()].sort((a, b) => b.lastAt.localeCompare(a.lastAt))

  const forget = (key: string): void => {
    contacts.delete(key)
    writtenAt.delete(key)
    unwritten.delete(key)
    db.run('DELETE FROM contacts WHERE key = ?', key)
  }
  const write = (key: string): void => {
    const record = JSON.stringify(contacts.get(key))
    db.run('INSERT OR REPLACE INTO contacts (key, record) VALUES (?, ?)', key, record)
    writtenAt.set(key, clock.now())
    unwritten.delete(key)
  }
  const trim = (): void => {
    if (contacts.size <= mostContacts) return
    const [oldest] = [...contacts].sort(([, a], [, b]) => a.lastAt.localeCompare(b.lastAt))
    if (oldest) forget(oldest[0])
  }

  return {
    note(made) {
      const key = keyOf(made)
      const before = contacts.get(key)
      const at = new Date(clock.now()).toISOString()
      const { address, via, ...rest } = made
      const known = before?.addresses.filter(one => one !== address) ?? []
      contacts.set(key, {
        ...rest,
        ...(via !== undefined && { via }),
        addresses: [...known, ...(address === undefined ? [] : [address])].slice(-mostAddresses),
        firstAt: before?.firstAt ?? at,
        lastAt: at,
        times: (before?.times ?? 0) + 1,
      })
      unwritten.add(key)
      if (clock.now() - (writtenAt.get(key) ?? -Infinity) >= writeEveryMs) write(key)
      trim()
    },
    list,
    flush() {
      for (const key of unwritten) write(key)
    },
  }
}
