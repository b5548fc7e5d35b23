/** Progress on stderr: a bar on a terminal, else a plain line now and then. */
import { en } from '../../shared/locales/en/index.ts'
import type { JobRecord } from '../../shared/model/job.ts'
import type { CliIo } from '../io.ts'
import { jobWords, stepWords } from './job-words.ts'
import { plain } from './plain.ts'

const barWidth = 24
/** At most one plain line in so many milliseconds. */
const quietMs = 3000
const clearLine = '\r\u001b[K'

/** `[######------------------]  25 %  Change the settings of Mailu: recreate smtp` cut to the width. */
export function progressLine(record: JobRecord, columns: number): string {
  const share = record.fraction ?? 0
  const full = Math.round(share * barWidth)
  const bar = `[${'#'.repeat(full)}${'-'.repeat(barWidth - full)}]`
  const percent =
    record.fraction === undefined ? '     ' : `${Math.floor(share * 100)} %`.padStart(5)
  const line = `${bar} ${percent}  ${plain(progressWords(record))}`
  return Array.from(line)
    .slice(0, Math.max(20, columns - 1))
    .join('')
}

const progressWords = (record: JobRecord): string => {
  if (record.status === 'queued') return `${jobWords(record.name)}: ${en.cli.progress.queued}`
  if (record.status === 'cancelling')
    return `${jobWords(record.name)}: ${en.cli.progress.cancelling}`
  const step = stepWords(record)
  return step ? `${jobWords(record.name)}: ${step}` : jobWords(record.name)
}

export interface Progress {
  on(record: JobRecord): void
  /** Takes the bar away, so that what follows stands alone. */
  clear(): void
}

/** Shows the records of running jobs as they come. */
export function createProgress({ stderr, now }: Pick<CliIo, 'stderr' | 'now'>): Progress {
  let lastAt = -Infinity
  let lastText = ''
  let isShown = false
  return {
    on(record) {
      if (record.status === 'done' || record.status === 'failed') return
      if (stderr.isTty) {
        stderr.write(clearLine + progressLine(record, stderr.columns))
        isShown = true
        return
      }
      const text = plain(progressWords(record))
      if (text === lastText || now() - lastAt < quietMs) return
      const percent =
        record.fraction === undefined ? '' : ` (${Math.floor(record.fraction * 100)} %)`
      stderr.write(`${text}${percent}\n`)
      lastText = text
      lastAt = now()
    },
    clear() {
      if (isShown) stderr.write(clearLine)
      isShown = false
    },
  }
}
