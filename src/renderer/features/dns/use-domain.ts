/** The domain that the page shows: which there are, its plan, its last look, and the work of looking. */
import { computed, ref, watch } from 'vue'
import type { InputOf } from '../../../shared/contract/define.ts'
import type { AppContract } from '../../../shared/contract/index.ts'
import { useJob } from '../../composables/use-job.ts'
import { useQuery } from '../../composables/use-query.ts'
import { useStackChanged } from '../../composables/use-stack-changed.ts'
import { useDns } from '../../stores/dns.ts'
import { useStack } from '../../stores/stack.ts'

type Asked = InputOf<AppContract['dns.plan']>

export function useDomain() {
  const stack = useStack()
  const dns = useDns()
  const chosen = ref<string>()

  const domains = useQuery('dns.domains', () => stack.where ?? null)
  const names = computed(() =>
    (domains.data.value?.domains ?? []).flatMap(one => [one.name, ...one.alternatives]),
  )
  const name = computed(() =>
    chosen.value !== undefined && names.value.includes(chosen.value)
      ? chosen.value
      : names.value[0],
  )
  const asked = computed<Asked | null>(() =>
    stack.where && name.value !== undefined ? { ...stack.where, domain: name.value } : null,
  )

  const plan = useQuery('dns.plan', () => asked.value)
  useStackChanged(domains)
  useStackChanged(plan)
  const check = useJob('dns.check')
  const follow = useJob('dns.watch')
  const look = computed(() =>
    asked.value ? dns.lookOf(asked.value.server, asked.value.domain) : undefined,
  )
  async function checkNow(): Promise<void> {
    const of = asked.value
    const found = of && (await check.start(of))
    if (found) dns.seen(of.server, found)
  }
  async function followOn(): Promise<void> {
    if (asked.value) await follow.start(asked.value)
  }
  // What was never looked at is looked at once the plan is there; after that the person says when.
  watch(plan.data, made => {
    if (made && !look.value && !check.isRunning.value) void checkNow()
  })
  return { domains, names, name, chosen, asked, plan, look, check, follow, checkNow, followOn }
}
