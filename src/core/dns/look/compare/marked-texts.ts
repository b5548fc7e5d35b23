/** Finds the one text of its kind among all the texts of a name: other people's texts are left alone. */
import { type Comparison, judged } from '../comparison.ts'

/** Pasted with the signs that zone files and shells need: `v=DKIM1\; k=rsa` or in quotes. */
const isPastedWrong = (text: string): boolean => /\\;|^"|"$/.test(text)

/**
 * @param mark how such a text begins, in lower case, for example `v=spf1`
 * @param kind begins the codes, for example `spf`
 * @returns the text, or the verdict where there is none, more than one, or one with foreign signs
 */
export function markedText(
  published: readonly string[],
  mark: string,
  kind: string,
): string | Comparison {
  const own = published.filter(text =>
    text
      .replace(/^["\s]+/, '')
      .replace(/\s+/g, '')
      .toLowerCase()
      .startsWith(mark),
  )
  const [first] = own
  if (first === undefined) return judged('missing', 'missing', [])
  if (own.length > 1) return judged('wrong', `${kind}-several`, own, { count: own.length })
  if (isPastedWrong(first)) return judged('wrong', 'foreign-signs', own)
  return first
}
