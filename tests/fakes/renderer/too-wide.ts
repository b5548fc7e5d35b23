/** What is wider than its place on the page: a page that scrolls sideways, words that are cut without an ellipsis. */
export function tooWide(): string[] {
  const root = document.documentElement
  const found: string[] = []
  const note = (name: string, extra: number): void => {
    if (extra > 1) found.push(`${name} is ${extra} px too wide`)
  }
  note('the page', root.scrollWidth - root.clientWidth)
  for (const box of document.querySelectorAll<HTMLElement>('.page, .work-scroll, .sheet-body'))
    note(box.className, box.scrollWidth - box.clientWidth)
  for (const words of document.querySelectorAll<HTMLElement>('button, h1, h2, .chip, th')) {
    const isCut =
      getComputedStyle(words).textOverflow !== 'ellipsis' && !words.closest('.sr, .skip')
    if (isCut) note(`“${words.innerText}”`, words.scrollWidth - words.clientWidth)
  }
  return found
}
