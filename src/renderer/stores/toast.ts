/** One toast at a time: something reversible that is done already. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export interface Toast {
  readonly text: string
  readonly undo?: () => void
}

export const useToast = defineStore('toast', () => {
  const shown = shallowRef<Toast>()
  const show = (toast: Toast): void => {
    shown.value = toast
  }
  const hide = (): void => {
    shown.value = undefined
  }
  return { shown, show, hide }
})
