/** Makes texts fit for a note: one line, short, plain, nothing private. */

export const longestTitle = 40
export const longestBody = 120

/** What a note may not carry: control and direction characters, and whatever looks like a mail address (row N6e). */
const unfit = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g
const address = /\S*@\S*/g

/** One calm line of at most `longest` characters, cut at a word. */
export function noteText(text: string, longest: number): string {
  const line = text.replace(unfit, ' ').replace(address, '…').replace(/\s+/g, ' ').trim()
  const letters = Array.from(line)
  if (letters.length <= longest) return line
  const cut = letters.slice(0, longest - 1).join('')
  const atWord = cut.lastIndexOf(' ')
  return `${(atWord > longest / 2 ? cut.slice(0, atWord) : cut).replace(/[\s.,;·:]+$/, '')}…`
}
