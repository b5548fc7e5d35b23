/** The records as the form of the person's DNS host wants them. */
import { computed } from 'vue'
import { hostEntries } from '../../../shared/mail/host-entries.ts'
import type { DomainPlan, HostField } from '../../../shared/model/dns.ts'
import { useQuery } from '../../composables/use-query.ts'
import { useSettings } from '../../stores/settings.ts'

/** By the record's id: one list of filled fields for each value. */
export type Entries = ReadonlyMap<string, readonly (readonly HostField[])[]>

export function useHostShape(plan: () => DomainPlan | undefined) {
  const settings = useSettings()
  const known = useQuery('dns.hosts', () => undefined)
  const hosts = computed(() => known.data.value ?? [])
  /** Its id; empty: as in a zone file. */
  const host = computed({
    get: () => settings.settings.dnsHost,
    set: chosen => void settings.set({ dnsHost: chosen }),
  })
  const entries = computed<Entries>(() => {
    const shape = hosts.value.find(one => one.id === host.value)
    const records = shape ? (plan()?.records ?? []) : []
    return new Map(
      records.map(record => [record.id, hostEntries(record, shape!).map(one => one.fields)]),
    )
  })
  return { hosts, host, entries }
}
