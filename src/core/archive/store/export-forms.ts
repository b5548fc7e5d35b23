/** The forms in which mail leaves an archive: where a message goes, and what stands around it. */
import { utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { OperatingSystem } from '../../platform.ts'
import type { FolderFact, Listed } from './archive-store.ts'
import { createNames, partsOf } from './export-names.ts'
import { type ArchiveFile, diskFiles } from './files.ts'
import { parseInternalDate } from './internal-date.ts'
import { createQuoter, separatorLine } from './mboxrd.ts'

export type ExportForm = 'mbox' | 'maildir' | 'eml'

/** Takes the messages of one folder, one after the other. */
export interface FolderSink {
  /** Writes one; when its bytes fail, nothing of it is left. */
  put(message: Listed, bytes: AsyncIterable<Uint8Array>): Promise<void>
  close(): Promise<void>
}

const dateOf = (message: Listed): number => parseInternalDate(message.internalDate) ?? 0

/** One file a folder, mboxrd; of the flags nothing is kept. */
function mboxSink(path: string): FolderSink {
  diskFiles.makeFolder(dirname(path))
  const file = diskFiles.open(path, 'edit')
  let end = 0
  const append = (bytes: Uint8Array) => {
    file.write(bytes, end)
    end += bytes.length
  }
  return {
    async put(message, bytes) {
      const begin = end
      try {
        append(separatorLine(dateOf(message)))
        const quoter = createQuoter(append)
        let last = 0x0a
        for await (const piece of bytes) {
          quoter.push(piece)
          last = piece.at(-1) ?? last
        }
        quoter.end()
        append(Buffer.from(last === 0x0a ? '\n' : '\n\n'))
      } catch (error) {
        file.truncate(begin)
        end = begin
        throw error
      }
    },
    async close() {
      await file.sync()
      file.close()
    },
  }
}

async function writeWhole(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const file: ArchiveFile = diskFiles.open(path, 'edit')
  let end = 0
  try {
    for await (const piece of bytes) {
      file.write(piece, end)
      end += piece.length
    }
  } catch (error) {
    diskFiles.remove(path)
    throw error
  } finally {
    file.close()
  }
}

/** One file a message, its time of change its date in the folder. */
function fileSink(folder: string, nameOf: (message: Listed, number: number) => string): FolderSink {
  diskFiles.makeFolder(folder)
  let number = 0
  return {
    async put(message, bytes) {
      number += 1
      const path = join(folder, nameOf(message, number))
      await writeWhole(path, bytes)
      const at = dateOf(message) / 1000
      utimesSync(path, at, at)
    },
    close: async () => undefined,
  }
}

const emlName = ({ uid, hash }: Listed): string => `${uid}-${hash.slice(0, 8)}.eml`

/** In the order of the alphabet, as Maildir wants them. */
const maildirFlags = [
  ['\\Draft', 'D'],
  ['\\Flagged', 'F'],
  ['\\Answered', 'R'],
  ['\\Seen', 'S'],
  ['\\Deleted', 'T'],
] as const

/** Windows takes no colon: there, tools that know Maildir take a semicolon. */
const maildirName =
  (os: OperatingSystem) =>
  (message: Listed, number: number): string => {
    const own = new Set(message.flags.map(flag => flag.toLowerCase()))
    const letters = maildirFlags.filter(([flag]) => own.has(flag.toLowerCase()))
    const seconds = Math.floor(dateOf(message) / 1000)
    const info = `2,${letters.map(([, letter]) => letter).join('')}`
    return `${seconds}.M${number}P1.postern,S=${message.size}${os === 'win32' ? ';' : ':'}${info}`
  }

export interface FormOptions {
  readonly to: string
  readonly form: ExportForm
  readonly os: OperatingSystem
  /** How IMAP writes names of folders (RFC 3501, 5.1.3): so Maildir++ names them too. */
  readonly encodeName: (name: string) => string
}

/** Maildir++: INBOX is the folder itself, the others lie in it behind a dot. */
function maildirFolder({ to, encodeName }: FormOptions, folder: FolderFact): string {
  if (folder.path.toUpperCase() === 'INBOX') return to
  const parts = partsOf(folder.path, folder.delimiter)
  return join(to, `.${parts.map(part => encodeName(part.replace(/[./\\]/g, '_'))).join('.')}`)
}

/** Gives the sink of each folder. */
export function createSinks(options: FormOptions): (folder: FolderFact) => FolderSink {
  const nameOf = createNames()
  return folder => {
    switch (options.form) {
      case 'mbox':
        return mboxSink(join(options.to, `${nameOf(folder.path, folder.delimiter)}.mbox`))
      case 'eml':
        return fileSink(join(options.to, nameOf(folder.path, folder.delimiter)), emlName)
      case 'maildir': {
        const root = maildirFolder(options, folder)
        for (const part of ['cur', 'new', 'tmp']) diskFiles.makeFolder(join(root, part))
        return fileSink(join(root, 'cur'), maildirName(options.os))
      }
      default:
        return options.form satisfies never
    }
  }
}
