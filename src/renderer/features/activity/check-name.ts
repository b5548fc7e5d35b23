/** What a check is called; one that the catalogue does not know by its own id. */
import { wordsAt } from '../../words.ts'

export const checkName = (id: string): string => wordsAt(['checks', 'names', id]) ?? id
