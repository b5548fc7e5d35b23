/** The provider's opinion in words. */
import type { RelayOpinion } from '../../../../shared/model/opinion.ts'
import { count } from '../../../format.ts'
import { wordsAt } from '../../../words.ts'

type Params = RelayOpinion['about']['params']

/** Figures as the window writes them, in groups of three. */
export const withFigures = (params: Params): Params =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'number' ? count(value) : value,
    ]),
  )

export const opinionAt = (...path: readonly string[]): string =>
  wordsAt(['relay', 'opinion', ...path]) ?? ''

export const partWords = ({ code, params }: RelayOpinion['about']): string =>
  wordsAt(['relay', 'opinion', 'codes', code], withFigures(params)) ?? ''
