/** Brings what has just appeared into view: the next thing to look at may lie below the fold. */
import type { Directive } from 'vue'

export const vReveal: Directive<HTMLElement> = {
  mounted: element => element.scrollIntoView({ block: 'nearest' }),
}
