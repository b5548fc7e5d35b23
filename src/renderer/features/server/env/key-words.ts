/** A key of mailu.env in words: label and meaning from the catalogue, the name itself where the catalogue does not know it. */
import { wordsAt } from '../../../words.ts'

export interface KeyWords {
  readonly label: string
  readonly meaning: string | undefined
}

export const keyWords = (key: string): KeyWords => ({
  label: wordsAt(['envKeys', key, 'label']) ?? key,
  meaning: wordsAt(['envKeys', key, 'meaning']),
})
