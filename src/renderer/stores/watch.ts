/** What is watched and how it stands: the same status that the tray reads. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { AppError } from '../../shared/errors.ts'
import type { WatchStatus } from '../../shared/model/watch.ts'
import { api } from '../api/index.ts'
import { toAppError } from '../api/to-app-error.ts'
import { useServers } from './servers.ts'

export const useWatch = defineStore('watch', () => {
  const servers = useServers()
  const status = shallowRef<WatchStatus>()
  const error = shallowRef<AppError>()
  /** Of the server that the window shows. */
  const current = computed(() =>
    status.value?.servers.find(one => one.server === servers.current?.id),
  )
  const take = (now: WatchStatus): void => {
    status.value = now
    error.value = undefined
  }
  api.on('watch.changed', take)

  async function load(): Promise<void> {
    try {
      take(await api['watch.status']({}))
    } catch (failure) {
      error.value = toAppError(failure)
    }
  }
  async function pause(until: string): Promise<void> {
    take(await api['watch.pause']({ until }))
  }
  async function resume(): Promise<void> {
    take(await api['watch.resume']())
  }
  void load()
  return { status, current, error, load, pause, resume }
})
