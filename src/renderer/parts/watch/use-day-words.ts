/** A day in words: what its cell is called, and what stands in the table. */
import { useI18n } from 'vue-i18n'
import { durationWords } from '../../../shared/locales/incident-words.ts'
import { longDay } from '../../format.ts'
import type { DayCell } from './day-kind.ts'

export interface DayWords {
  /** "Worked", "Down 22 min", "Not watched". */
  short(cell: DayCell): string
  /** "2 October: down 22 min. Watched 23 h 10 min." */
  long(cell: DayCell): string
}

const dayMs = 86_400_000

export function useDayWords(): DayWords {
  const { t } = useI18n()
  const short = (cell: DayCell): string => {
    if (cell.kind === 'broke') return t('activity.days.broke', { for: durationWords(cell.downMs) })
    if (cell.kind === 'own') return t('activity.days.own', { for: durationWords(cell.ownMs) })
    return t(`activity.days.${cell.kind}`)
  }
  const long = (cell: DayCell): string => {
    const words = t('activity.days.cell', { day: longDay(cell.day), words: short(cell) })
    if (cell.unseen === 0 || cell.kind === 'unwatched') return words
    const watched = durationWords(Math.min(dayMs, cell.watchedMs))
    return `${words} ${t('activity.days.watched', { for: watched })}`
  }
  return { short, long }
}
