/** How kept mailboxes read on the command line. */
import { AppError, toWire, WireError } from '../../shared/errors.ts'
import { describeError } from '../../shared/locales/describe-error.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import {
  type ArchiveAccount,
  ArchiveRun,
  type ArchiveStatus,
  type ArchiveVerdict,
  type FolderTally,
} from '../../shared/model/archive.ts'
import { z } from '../../shared/zod.ts'
import { bytesWords, dateWords } from './measures.ts'
import { facts, table } from './table.ts'

const titles = en.cli.columns
const words = en.archive

const mailboxText = ({ user, host, port }: ArchiveAccount): string => `${user} · ${host}:${port}`

export const accountText = (account: ArchiveAccount): string =>
  facts([
    [titles.name, account.name],
    [titles.mailbox, mailboxText(account)],
    [titles.keptIn, account.folder],
  ])

export const accountsText = (accounts: readonly ArchiveAccount[]): string =>
  table(
    accounts,
    [
      { title: titles.name, of: row => row.name },
      { title: titles.mailbox, of: mailboxText },
      { title: titles.keptIn, of: row => row.folder },
    ],
    en.cli.nothing.accounts,
  )

/** What differs between both sides, in words; empty where nothing does. */
const differenceText = ({ missing, kept, isGone }: FolderTally): string =>
  [
    isGone ? words.folderGone : '',
    missing.length > 0 ? fill(words.missing, { count: missing.length }) : '',
    kept > 0 ? fill(words.kept, { count: kept }) : '',
  ]
    .filter(part => part !== '')
    .join('; ')

const missingLines = (folders: readonly FolderTally[]): string =>
  folders
    .flatMap(({ path, missing }) =>
      missing.map(({ uid, subject, reason }) =>
        fill(words.oneMissing, {
          folder: path,
          uid,
          subject: subject === undefined ? '' : ` “${subject}”`,
          reason,
        }),
      ),
    )
    .join('\n')

const foldersText = (folders: readonly FolderTally[]): string[] => [
  table(
    folders,
    [
      { title: titles.folder, of: row => row.path },
      { title: titles.onServer, of: row => String(row.isGone ? '' : (row.onServer ?? '')) },
      { title: titles.here, of: row => String(row.here) },
      { title: titles.note, of: differenceText },
    ],
    en.cli.nothing.folders,
  ),
  ...(folders.some(({ missing }) => missing.length > 0) ? [missingLines(folders)] : []),
]

/** How the run of one account ended: with what it found, or with why it did not come to its end. */
export const RunEnd = z.union([ArchiveRun, z.object({ account: z.string(), error: WireError })])
export type RunEnd = z.output<typeof RunEnd>

const runText = ({ account, endedAt, folders, ...run }: ArchiveRun): string =>
  [
    facts([
      [titles.account, account],
      [titles.ended, dateWords(endedAt)],
      [titles.added, fill(words.added, { count: run.added, size: bytesWords(run.bytes) })],
      [
        titles.known,
        run.recognised === 0 ? undefined : fill(words.recognised, { count: run.recognised }),
      ],
      [titles.differs, fill(words.changed, { flags: run.flagsChanged, gone: run.gone })],
    ]),
    ...foldersText(folders),
  ].join('\n\n')

const endText = (end: RunEnd): string =>
  'error' in end
    ? facts([
        [titles.account, end.account],
        [titles.reason, describeError(end.error).what],
      ])
    : runText(end)

export const runsText = (ends: readonly RunEnd[]): string =>
  ends.length === 0 ? en.cli.nothing.accounts : ends.map(endText).join('\n\n')

const missingIn = ({ folders }: ArchiveRun): number =>
  folders.reduce((sum, { missing }) => sum + missing.length, 0)

/** The first that did not come to its end, or left out messages that are there. */
export function runsFailure(ends: readonly RunEnd[]): WireError | undefined {
  for (const end of ends) {
    if ('error' in end) return end.error
    const count = missingIn(end)
    if (count > 0) return toWire(new AppError('archive-not-whole', { account: end.account, count }))
  }
  return undefined
}

export const statusText = ({
  account,
  runs,
  lastRunAt,
  lastWholeAt,
  folders,
}: ArchiveStatus): string =>
  [
    facts([
      [titles.name, account.name],
      [titles.mailbox, mailboxText(account)],
      [titles.keptIn, account.folder],
      [titles.runs, String(runs)],
      [titles.lastRun, dateWords(lastRunAt)],
      [titles.lastWhole, dateWords(lastWholeAt) ?? words.neverWhole],
    ]),
    ...foldersText(folders),
  ].join('\n\n')

export const verdictText = ({
  account,
  at,
  bodies,
  bytes,
  damaged,
  badLines,
}: ArchiveVerdict): string =>
  [
    facts([
      [titles.account, account],
      [titles.checked, dateWords(at)],
      [titles.messages, fill(words.hashed, { count: bodies, size: bytesWords(bytes) })],
      [titles.damaged, damaged.length === 0 ? words.nothingDamaged : String(damaged.length)],
      [titles.badLines, badLines.length === 0 ? undefined : badLines.join(', ')],
    ]),
    table(
      damaged,
      [
        { title: titles.folder, of: row => row.folder },
        { title: titles.uid, of: row => String(row.uid) },
        { title: titles.subject, of: row => row.subject ?? '' },
      ],
      '',
    ),
  ]
    .filter(part => part !== '')
    .join('\n\n')

export function verdictFailure({
  account,
  damaged,
  badLines,
}: ArchiveVerdict): WireError | undefined {
  const count = damaged.length + badLines.length
  if (count === 0) return undefined
  return toWire(new AppError('archive-not-sound', { account, count }))
}
