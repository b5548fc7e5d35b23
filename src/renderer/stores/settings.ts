/** What the person chose, applied to the document at once. */
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { Settings } from '../../shared/contract/settings.ts'
import { api } from '../api/index.ts'

const wantsContrast = (): MediaQueryList => window.matchMedia('(prefers-contrast: more)')

export const useSettings = defineStore('settings', () => {
  const settings = shallowRef<Settings>(Settings.parse({}))

  const applyLook = (): void => {
    const { theme, contrast } = settings.value
    const root = document.documentElement
    if (theme === 'system') delete root.dataset['theme']
    else root.dataset['theme'] = theme
    if (contrast === 'more' || wantsContrast().matches) root.dataset['contrast'] = 'more'
    else delete root.dataset['contrast']
  }

  api.on('settings.changed', changed => (settings.value = changed))
  watch(settings, applyLook, { immediate: true })
  wantsContrast().addEventListener('change', applyLook)

  async function load(): Promise<void> {
    settings.value = await api['settings.get']()
  }
  async function set(patch: Partial<Settings>): Promise<void> {
    settings.value = await api['settings.set'](patch)
  }
  return { settings, load, set }
})
