/** Choosing a host, looking at its fingerprint, and connecting: what the first step keeps in mind. */
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import type { AppError } from '../../../shared/errors.ts'
import type { HostLook, Server, Suggestion } from '../../../shared/model/server.ts'
import { api } from '../../api/index.ts'
import { toAppError } from '../../api/to-app-error.ts'
import { useJob } from '../../composables/use-job.ts'
import { useQuery } from '../../composables/use-query.ts'
import { useServers } from '../../stores/servers.ts'

export const another = '\0another'

const filled = <T extends Record<string, string>>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== '')) as Partial<T> // only empty ones left out

export function useFindServer() {
  const servers = useServers()
  const ways = useQuery('servers.waysIn', () => undefined)
  const hosts = computed<readonly Suggestion[]>(() => ways.data.value?.configuration.hosts ?? [])
  const chosen = ref('')
  const other = reactive({ host: '', user: '', port: '' })
  const login = reactive({
    name: '',
    identityFile: '',
    passphrase: '',
    password: '',
    sudoPassword: '',
  })
  const look = shallowRef<HostLook>()
  const error = shallowRef<AppError>()
  const isLooking = ref(false)
  const adding = useJob('servers.add')
  /** Fingerprints of hosts on the way that were compared. */
  const accepted = ref<readonly string[]>([])

  watch(hosts, found => {
    if (chosen.value === '') chosen.value = found[0]?.alias ?? another
  })
  watch(ways.error, failed => {
    if (failed && chosen.value === '') chosen.value = another
  })

  const address = computed(() => {
    if (chosen.value !== another) return { host: chosen.value }
    const { host, user, port } = other
    return {
      host: host.trim(),
      ...(user.trim() && { user: user.trim() }),
      ...(port && { port: Number(port) }),
    }
  })
  const isComplete = computed(() => {
    const { host, port = 22 } = address.value as { host: string; port?: number }
    return host !== '' && Number.isInteger(port) && port >= 1 && port <= 65_535
  })
  watch(address, () => {
    look.value = undefined
    error.value = undefined
    accepted.value = []
  })
  const acceptHostKey = (more: readonly string[] = []) => {
    const all = [...accepted.value, ...more]
    return all.length > 0 ? { acceptHostKey: all.join(',') } : {}
  }

  async function showFingerprint(): Promise<void> {
    if (!isComplete.value || isLooking.value) return
    isLooking.value = true
    error.value = undefined
    const asked = address.value
    try {
      const seen = await api['servers.look']({ ...asked, ...acceptHostKey() })
      if (asked === address.value) look.value = seen
    } catch (failure) {
      if (asked === address.value) error.value = toAppError(failure)
    } finally {
      isLooking.value = false
    }
  }

  /** The host on the way was compared: on to the next one behind it. */
  async function goOn(): Promise<void> {
    const seen = look.value
    if (!seen?.wayTo || seen.trust === 'changed') return
    accepted.value = [...accepted.value, seen.hostKey.sha256]
    look.value = undefined
    await showFingerprint()
  }

  /** Connects with the fingerprint on the screen: only that one is accepted. */
  async function connect(): Promise<Server | undefined> {
    const seen = look.value
    if (!seen || seen.trust === 'changed' || adding.isRunning.value) return undefined
    error.value = undefined
    const { name, ...secrets } = login
    const server = await adding.start({
      ...address.value,
      name: name.trim() || address.value.host,
      ...filled(secrets),
      ...acceptHostKey(seen.trust === 'unknown' ? [seen.hostKey.sha256] : []),
    })
    error.value = adding.error.value
    if (!server) return undefined
    await servers.load()
    await servers.choose(server.id)
    return server
  }

  return {
    ways,
    hosts,
    chosen,
    other,
    login,
    look,
    error,
    isLooking,
    isConnecting: adding.isRunning,
    isComplete,
    address,
    showFingerprint,
    goOn,
    connect,
    cancel: adding.cancel,
  }
}
