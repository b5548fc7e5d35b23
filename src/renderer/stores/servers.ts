/** The servers that Postern knows, and the one that the window shows. */
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Server } from '../../shared/model/server.ts'
import { api } from '../api/index.ts'
import { useSettings } from './settings.ts'

export const useServers = defineStore('servers', () => {
  const settings = useSettings()
  const list = shallowRef<readonly Server[]>([])
  const current = computed(
    () => list.value.find(server => server.id === settings.settings.currentServer) ?? list.value[0],
  )
  api.on('servers.changed', servers => (list.value = servers))

  async function load(): Promise<void> {
    list.value = await api['servers.list']()
  }
  const choose = (id: string): Promise<void> => settings.set({ currentServer: id })
  async function forget(id: string): Promise<void> {
    await api['servers.remove']({ server: id })
    await load()
  }
  return { list, current, load, choose, forget }
})
