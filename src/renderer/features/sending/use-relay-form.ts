/** The choice of a relay: which provider, what it needs to be asked, and whether that is complete. */
import { computed, reactive, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { RelayProvider, RelayStatus } from '../../../shared/model/relay.ts'

export type FieldId = RelayProvider['fields'][number]['id']
export type RelayFields = Record<FieldId, string>

/** What goes to the core: the password as text, which becomes a secret there. */
export interface RelayChoiceInput {
  readonly provider: string
  readonly region?: string
  readonly host?: string
  readonly port?: number
  readonly user?: string
  readonly password?: string
  readonly domain?: string
  readonly tlsLevel?: 'encrypt' | 'secure'
}

export interface RelayForm {
  readonly providerId: Ref<string>
  readonly provider: ComputedRef<RelayProvider | undefined>
  readonly fields: RelayFields
  readonly missing: ComputedRef<readonly FieldId[]>
  readonly canKeepPassword: ComputedRef<boolean>
  readonly choice: ComputedRef<RelayChoiceInput>
}

export function useRelayForm(
  providers: () => readonly RelayProvider[],
  configured: () => RelayStatus['configured'],
): RelayForm {
  const providerId = ref(configured()?.provider ?? providers()[0]?.id ?? '')
  const fields = reactive<RelayFields>({
    region: '',
    host: '',
    port: '',
    user: '',
    password: '',
    domain: '',
    tlsLevel: '',
  })
  const provider = computed(() => providers().find(one => one.id === providerId.value))
  const isSame = computed(() => configured()?.provider === providerId.value)
  const canKeepPassword = computed(() => isSame.value && configured()?.hasPassword === true)

  const fillIn = (): void => {
    const one = provider.value
    const now = isSame.value ? configured() : undefined
    const fixed = (id: FieldId): string => one?.fields.find(field => field.id === id)?.fixed ?? ''
    fields.region =
      one?.hosts.find(({ host }) => host === now?.host)?.region ?? one?.hosts[0]?.region ?? ''
    fields.host = fixed('host') || (now?.host ?? '')
    fields.port = fixed('port') || String(now?.port ?? one?.ports[0] ?? 587)
    fields.user = fixed('user') || (now?.user ?? '')
    fields.password = ''
    fields.domain = ''
    const levels = one?.fields.find(({ id }) => id === 'tlsLevel')?.choices ?? []
    fields.tlsLevel = levels.find(level => level === now?.tlsLevel) ?? levels[0] ?? ''
  }
  watch([providerId, () => configured()?.host], fillIn, { immediate: true })

  const asked = computed(() => provider.value?.fields ?? [])
  const missing = computed(() =>
    asked.value
      .filter(field => field.isRequired && fields[field.id].trim() === '')
      .map(field => field.id)
      .filter(id => id !== 'password' || !canKeepPassword.value),
  )
  const choice = computed((): RelayChoiceInput => {
    const given = asked.value.filter(({ id }) => fields[id].trim() !== '' && id !== 'port')
    const port = Number(fields.port)
    return {
      provider: providerId.value,
      ...Object.fromEntries(
        given.map(({ id }) => [id, id === 'password' ? fields[id] : fields[id].trim()]),
      ),
      ...(asked.value.some(({ id }) => id === 'port') &&
        Number.isInteger(port) &&
        port > 0 && { port }),
    }
  })
  return { providerId, provider, fields, missing, canKeepPassword, choice }
}
