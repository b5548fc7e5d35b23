/** What is known of the current server's Mailu: what was found, how it does, how mail leaves. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { AppError } from '../../shared/errors.ts'
import type { RelayStatus } from '../../shared/model/relay.ts'
import type { Discovery, StackStatus } from '../../shared/model/stack.ts'
import { api } from '../api/index.ts'
import { toAppError } from '../api/to-app-error.ts'
import { useServers } from './servers.ts'

export const useStack = defineStore('stack', () => {
  const servers = useServers()
  const discovery = shallowRef<Discovery>()
  const status = shallowRef<StackStatus>()
  const relay = shallowRef<RelayStatus>()
  const error = shallowRef<AppError>()
  const relayError = shallowRef<AppError>()
  const isLoading = ref(false)
  const chosenProject = ref<string>()
  let round = 0

  const project = computed(() => {
    const found = discovery.value?.projects ?? []
    return found.find(one => one.name === chosenProject.value) ?? found[0]
  })
  const where = computed(() => {
    const server = servers.current?.id
    return server && project.value ? { server, project: project.value.name } : undefined
  })

  function clear(): void {
    round += 1
    discovery.value = status.value = relay.value = undefined
    error.value = relayError.value = undefined
    isLoading.value = false
  }

  async function readAll(server: string, mine: number): Promise<void> {
    const isMine = (): boolean => mine === round
    const found = discovery.value ?? (await api['stack.find']({ server }))
    if (!isMine()) return
    discovery.value = found
    const at = where.value
    if (!at) return
    const [stack, leaving] = await Promise.allSettled([
      api['stack.status'](at),
      api['relay.status'](at),
    ])
    if (!isMine()) return
    relayError.value = leaving.status === 'rejected' ? toAppError(leaving.reason) : undefined
    if (leaving.status === 'fulfilled') relay.value = leaving.value
    if (stack.status === 'rejected') throw stack.reason
    status.value = stack.value
  }

  /** Asks the server again. What was known stays on the screen until the answer is there. */
  async function refresh(options: { readonly findAgain?: boolean } = {}): Promise<void> {
    const server = servers.current?.id
    if (!server) {
      clear()
      return
    }
    const mine = ++round
    if (options.findAgain) discovery.value = undefined
    isLoading.value = true
    try {
      await readAll(server, mine)
      if (mine === round) error.value = undefined
    } catch (failure) {
      if (mine === round) error.value = toAppError(failure)
    } finally {
      if (mine === round) isLoading.value = false
    }
  }

  async function chooseProject(name: string): Promise<void> {
    chosenProject.value = name
    status.value = relay.value = undefined
    await refresh()
  }

  api.on('stack.changed', changed => {
    if (changed.server === servers.current?.id) void refresh()
  })
  watch(
    () => servers.current?.id,
    () => {
      clear()
      chosenProject.value = undefined
      void refresh()
    },
    { immediate: true },
  )
  return {
    discovery,
    status,
    relay,
    error,
    relayError,
    isLoading,
    project,
    chosenProject,
    where,
    refresh,
    chooseProject,
  }
})
