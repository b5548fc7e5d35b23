/** Retention: removes mail that was deleted on the server long ago, exactly what the preview lists. */
import { beginBody } from './body-writer.ts'
import { type BodyPlace, toBodyPlace } from './catalogue-reading.ts'
import { onDisk, onDiskLater } from './disk-failure.ts'
import { diskFiles } from './files.ts'
import { openPresent } from './open-present.ts'
import { openWriter, type RunDeps, type Writer } from './open-run.ts'
import { planPrune, type PrunePlan, segmentsOf } from './prune-plan.ts'
import { piecesOf, segmentPath } from './read-body.ts'

const page = 500

/** What `pruneArchive` would remove now. @throws AppError as `openReader` */
export async function previewPrune(
  dir: string,
  { clock, keepDays }: Pick<RunDeps, 'clock'> & { readonly keepDays: number },
): Promise<PrunePlan> {
  const catalogue = await onDiskLater(dir, () => openPresent(dir, diskFiles))
  try {
    return planPrune(catalogue.db, clock.now(), keepDays)
  } finally {
    catalogue.close()
  }
}

function* bodiesIn(
  { db }: Writer,
  segments: ReadonlySet<number>,
): Generator<BodyPlace, void, undefined> {
  for (let last = 0; ;) {
    const rows = db.all('SELECT * FROM body WHERE id > ? ORDER BY id LIMIT ?', last, page)
    for (const row of rows) {
      last = Number(row['id'])
      if (row['segment'] !== null && segments.has(Number(row['segment']))) yield toBodyPlace(row)
    }
    if (rows.length < page) return
  }
}

/** Stores a message once more, in another segment. One that is damaged stays where it is. */
async function moveBody(dir: string, writer: Writer, place: BodyPlace, now: () => number) {
  const { committer, files, segments } = writer
  const body = beginBody(place.size, {
    segments,
    now,
    isHere: () => false,
    onBody: fact => committer.addBody(fact),
    breath: () => committer.breath(),
    guard: work => onDisk(dir, work),
  })
  try {
    const pieces = piecesOf(files, dir, place)
    for (;;) {
      const piece = pieces.next()
      if (piece.done) {
        if (piece.value) body.end()
        return
      }
      await body.write(piece.value)
    }
  } finally {
    body.drop()
  }
}

/** Segments that have no message any more; also those that a removal which was cut left behind. */
function removeEmptySegments(dir: string, { db, files }: Writer): void {
  const rows = db.all(
    'SELECT id FROM segment WHERE id NOT IN (SELECT segment FROM body WHERE segment IS NOT NULL)',
  )
  for (const row of rows) files.remove(segmentPath(dir, Number(row['id'])))
}

/**
 * Forgets the snapshots that are older, and the mail that only they had: the segments with it are written anew without it.
 * The bytes that stay are safe in their new place before the old one goes. Answers what was removed.
 * @throws AppError as `openRun`
 */
export async function pruneArchive(
  dir: string,
  deps: RunDeps & { readonly keepDays: number },
): Promise<PrunePlan> {
  const now = () => deps.clock.now()
  let plan: PrunePlan = { keptFrom: undefined, messages: [], bytes: 0 }
  let affected: ReadonlySet<number> = new Set()
  const writer = await openWriter(dir, deps, db => {
    plan = planPrune(db, now(), deps.keepDays)
    affected = segmentsOf(db, plan)
    return affected
  })
  try {
    const { keptFrom, messages } = plan
    if (keptFrom === undefined) return plan
    const { committer } = writer
    const forgotten = new Set(messages.map(({ hash }) => hash))
    await onDiskLater(dir, async () => {
      for (const place of bodiesIn(writer, affected))
        if (!forgotten.has(place.hash)) await moveBody(dir, writer, place, now)
      committer.add({ is: 'drop', before: keptFrom })
      for (const hash of forgotten) committer.add({ is: 'forget', hash })
      await committer.seal()
      removeEmptySegments(dir, writer)
    })
    return plan
  } finally {
    writer.close()
  }
}
