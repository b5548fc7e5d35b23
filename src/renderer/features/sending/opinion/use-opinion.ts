/** What the provider says, as the status has it or as it was asked since, and the ways to ask. */
import { shallowRef, watch } from 'vue'
import type { OpinionView } from '../../../../shared/model/opinion.ts'
import { api } from '../../../api/index.ts'
import { useAction } from '../../../composables/use-action.ts'

export interface OpinionPlace {
  readonly server: string
  readonly project: string
}
type Ask =
  { readonly do: 'ask' } | { readonly do: 'keep'; readonly key: string } | { readonly do: 'forget' }

const answerOf = (where: OpinionPlace, ask: Ask): Promise<OpinionView> => {
  switch (ask.do) {
    case 'ask':
      return api['relay.opinion']({ ...where, isFresh: true })
    case 'keep':
      return api['relay.keepKey']({ ...where, key: ask.key })
    case 'forget':
      return api['relay.forgetKey']({ ...where })
  }
}

export function useOpinion(
  where: () => OpinionPlace,
  known: () => OpinionView,
  changed: () => void,
) {
  const view = shallowRef(known())
  watch(known, now => (view.value = now))
  const action = useAction(async (ask: Ask) => {
    view.value = await answerOf(where(), ask)
    changed()
  })
  return { view, ...action }
}
