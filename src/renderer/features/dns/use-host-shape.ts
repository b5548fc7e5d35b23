/** The records as the form of the person's DNS host wants them. */
import { computed, watch, type ComputedRef, type Ref } from 'vue'
import type { InputOf } from '../../../shared/contract/define.ts'
import type { AppContract } from '../../../shared/contract/index.ts'
import type { DnsHost, HostField } from '../../../shared/model/dns.ts'
import { useQuery } from '../../composables/use-query.ts'
import { useSettings } from '../../stores/settings.ts'

/** By the record's id: one list of filled fields for each value. */
export type Entries = ReadonlyMap<string, readonly (readonly HostField[])[]>

export function useHostShape(
  asked: () => InputOf<AppContract['dns.plan']> | null,
  host: Ref<string>,
): { hosts: ComputedRef<readonly DnsHost[]>; entries: ComputedRef<Entries> } {
  const settings = useSettings()
  const known = useQuery('dns.hosts', () => undefined)
  watch(
    () => settings.settings.dnsHost,
    kept => (host.value = kept),
    { immediate: true },
  )
  watch(host, chosen => {
    if (chosen !== settings.settings.dnsHost) void settings.set({ dnsHost: chosen })
  })
  const filled = useQuery('dns.entries', () => {
    const domain = asked()
    return domain && host.value !== '' ? { ...domain, host: host.value } : null
  })
  const entries = computed(() => {
    const byId = new Map<string, (readonly HostField[])[]>()
    for (const { id, fields } of host.value === '' ? [] : (filled.data.value?.entries ?? []))
      byId.set(id, [...(byId.get(id) ?? []), fields])
    return byId
  })
  return { hosts: computed(() => known.data.value ?? []), entries }
}
