/** A mailbox that changes from round to round, always the same way with the same seed, and one run of an archive over it. */
import { type Chance, chanceOf } from '../../scripts/prove/seeded.ts'
import type { ArchiveRun } from '../../src/core/archive/store/archive-store.ts'

interface Message {
  readonly text: Buffer
  readonly internalDate: string
  readonly messageId: string
  flags: string[]
}

export interface Mailbox {
  readonly folders: ReadonlyMap<
    string,
    { readonly uidValidity: number; readonly messages: ReadonlyMap<number, Message> }
  >
}

const lines = [
  'From here on it is quoted',
  '>From there too',
  '>>>From afar',
  'Grüße',
  '\0',
  'a'.repeat(300),
] as const

function makeMessage(chance: Chance, number: number): Message {
  // Now and then one that is larger than what is kept in memory of it.
  const length = chance.below(12) === 0 ? 6000 : 1 + chance.below(200)
  const body = Array.from({ length }, () => chance.pick([...lines]))
  const lineEnd = chance.pick(['\r\n', '\n'])
  const messageId = `<${number}@example.org>`
  const head = [`Message-ID: ${messageId}`, `Subject: Number ${number}`, '']
  return {
    text: Buffer.from([...head, ...body].join(lineEnd) + chance.pick(['', lineEnd])),
    internalDate: `${String(1 + (number % 28)).padStart(2, '0')}-Jul-2020 02:44:25 +0200`,
    messageId,
    flags: chance.pick([[], ['\\Seen'], ['\\Seen', '$Label']]),
  }
}

/** As it is in round 0, 1, 2: mail came, was read, was deleted, and in the last round one folder was numbered anew. */
export function mailboxAt(round: number, seed: number): Mailbox {
  const folders = new Map<string, { uidValidity: number; messages: Map<number, Message> }>()
  for (const path of ['INBOX', 'Sent', 'Ärger.Über']) {
    // Each folder has luck of its own, so that a later round goes on from the earlier ones.
    const chance = chanceOf(seed + path.length)
    const messages = new Map<number, Message>()
    folders.set(path, { uidValidity: 7, messages })
    for (let at = 0; at <= round; at += 1) {
      const old = [...messages.keys()]
      const next = (old.at(-1) ?? 0) + 1
      for (const uid of old) {
        if (chance.below(5) === 0) messages.delete(uid)
        else if (chance.below(3) === 0) messages.get(uid)!.flags = ['\\Answered']
      }
      for (let count = 0; count < 15 + chance.below(10); count += 1)
        messages.set(next + count, makeMessage(chance, chance.below(1000)))
    }
    if (round === 2 && path === 'Sent') {
      const anew = [...messages.values()].map((message, index) => [index + 1, message] as const)
      folders.set(path, { uidValidity: 8, messages: new Map(anew) })
    }
  }
  return { folders }
}

/** Brings an archive up to date, over two messages at once, in pieces of any size. */
export async function backUp(run: ArchiveRun, mailbox: Mailbox, seed: number): Promise<void> {
  const chance = chanceOf(seed)
  for (const [path, { uidValidity, messages }] of mailbox.folders) {
    const { id } = run.beginFolder({ path, uidValidity, delimiter: '.', specialUse: undefined })
    const placed = run.placed(id)
    const gone = [...placed.keys()].filter(uid => !messages.has(uid))
    if (gone.length > 0) run.gone(id, gone)
    const missing: [number, Message][] = []
    for (const [uid, message] of messages) {
      const known = placed.get(uid)
      if (!known) missing.push([uid, message])
      else if (known.flags.join() !== message.flags.join()) run.flags(id, uid, message.flags)
    }
    for (let at = 0; at < missing.length; at += 2) {
      const pair = missing.slice(at, at + 2).map(([uid, message]) => {
        return { uid, message, writer: run.body(message.text.length), sent: 0 }
      })
      while (pair.some(({ message, sent }) => sent < message.text.length)) {
        for (const one of pair) {
          const piece = one.message.text.subarray(one.sent, one.sent + 1 + chance.below(20_000))
          one.sent += piece.length
          await one.writer.write(piece)
        }
      }
      for (const { uid, message, writer } of pair) {
        const { flags, internalDate, messageId } = message
        run.place(id, { uid, body: writer.end(), flags, internalDate, messageId })
      }
      if (chance.below(8) === 0) await run.durable()
    }
    const uidNext = Math.max(0, ...messages.keys()) + 1
    run.endFolder(id, { uidNext, highestModseq: 3n, exists: messages.size })
  }
}
