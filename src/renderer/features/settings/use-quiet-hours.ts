/** Quiet hours as the form has them: on or off, from and to. The last hours are remembered while they are off. */
import { computed, ref, type WritableComputedRef } from 'vue'

export interface QuietHours {
  readonly isQuiet: WritableComputedRef<string>
  readonly from: WritableComputedRef<string>
  readonly to: WritableComputedRef<string>
}

const usual = '22:00-07:00'
const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

/** @param set is given `off` or `HH:MM-HH:MM` */
export function useQuietHours(get: () => string, set: (hours: string) => void): QuietHours {
  const last = ref(get() === 'off' ? usual : get())
  const hours = computed(() => (get() === 'off' ? last.value : get()))
  const part = (index: 0 | 1): WritableComputedRef<string> =>
    computed({
      get: () => hours.value.split('-')[index] ?? '',
      set: text => {
        if (!isTime(text)) return // the field is being cleared or typed in
        const parts = hours.value.split('-')
        parts[index] = text
        last.value = parts.join('-')
        set(last.value)
      },
    })
  return {
    isQuiet: computed({
      get: () => (get() === 'off' ? 'off' : 'on'),
      set: choice => {
        if (get() !== 'off') last.value = get()
        set(choice === 'off' ? 'off' : last.value)
      },
    }),
    from: part(0),
    to: part(1),
  }
}
