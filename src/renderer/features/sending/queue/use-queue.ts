/** What waits to leave, asked again while somebody looks, and the ways to change it. */
import { useIntervalFn } from '@vueuse/core'
import { useI18n } from 'vue-i18n'
import type { QueueChange } from '../../../../shared/model/queue.ts'
import { api } from '../../../api/index.ts'
import { useAction } from '../../../composables/use-action.ts'
import { useQuery } from '../../../composables/use-query.ts'
import { useToast } from '../../../stores/toast.ts'

export interface QueuePlace {
  readonly server: string
  readonly project: string
}
export type QueueVerb = 'retry' | 'hold' | 'release' | 'delete'

/** Postfix's own list costs the server some milliseconds. */
const everyMs = 10_000

const calls = {
  hold: 'relay.holdQueued',
  release: 'relay.releaseQueued',
  delete: 'relay.deleteQueued',
} as const

export function useQueue(where: () => QueuePlace) {
  const { t } = useI18n()
  const toast = useToast()
  const view = useQuery('relay.queue', where)
  useIntervalFn(() => {
    if (document.visibilityState === 'visible' && !view.isLoading.value) void view.refresh()
  }, everyMs)

  const ask = (verb: QueueVerb, ids?: readonly string[]): Promise<QueueChange> => {
    const asOf = view.data.value?.checkedAt
    const chosen = { ...where(), ...(asOf !== undefined && { asOf }) }
    if (verb === 'retry')
      return api['relay.retryQueued']({ ...chosen, ...(ids && { ids: [...ids] }) })
    return api[calls[verb]]({ ...chosen, ids: [...(ids ?? [])] })
  }
  const { run, error, isRunning } = useAction(async (verb: QueueVerb, ids?: readonly string[]) => {
    const { changed, gone, reused } = await ask(verb, ids)
    const n = changed.length
    const left = gone.length + reused.length
    const said = t(`sending.queue.done.${verb}`, { n }, n)
    toast.show({
      text: left > 0 ? `${said} ${t('sending.queue.done.left', { n: left }, left)}` : said,
    })
    await view.refresh()
  })
  return { view, change: run, error, isRunning }
}
