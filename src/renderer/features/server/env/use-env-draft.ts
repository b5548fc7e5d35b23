/** What the person has changed and not yet applied: values set and keys taken out, beside the file as it is. */
import { computed, reactive, ref, type ComputedRef, type Ref } from 'vue'
import type { EnvEntry, EnvOffer, EnvView } from '../../../../shared/model/stack.ts'

export interface EnvEdits {
  readonly set: { readonly key: string; readonly value: string }[]
  readonly unset: string[]
}

/** One row of the table: a line of the file, or a key that is being added. */
export interface EnvRow extends EnvOfferLike {
  readonly value?: string
  readonly hasValue: boolean
  readonly isKnown: boolean
  readonly isNew: boolean
  /** The new value, where there is one. */
  readonly edited?: string
  readonly isUnset: boolean
}
type EnvOfferLike = Omit<EnvOffer, 'kind'> & Pick<EnvEntry, 'kind'>

export interface EnvDraft {
  readonly rows: ComputedRef<readonly EnvRow[]>
  readonly edits: ComputedRef<EnvEdits>
  readonly size: ComputedRef<number>
  readonly addedKeys: Ref<readonly string[]>
  set(key: string, value: string): void
  unset(key: string): void
  undo(key: string): void
  undoAll(): void
  /** These are in the file now; what was typed since then stays. */
  settle(applied: EnvEdits): void
  add(key: string): void
}

const unknownKey = (key: string): EnvOfferLike => ({ key, isSecret: false, consumers: [] })

/** @param known keys of the catalogue that the file does not have: what is added is typed in as they say */
export function useEnvDraft(
  view: () => EnvView | undefined,
  known: () => readonly EnvOffer[] = () => [],
): EnvDraft {
  const values = reactive(new Map<string, string>())
  const removed = reactive(new Set<string>())
  const addedKeys = ref<readonly string[]>([])

  /** Of a key that stands in the file twice the last one counts, as Compose reads it (`mailu.md` 1.1). */
  const entries = computed(() => [
    ...new Map((view()?.entries ?? []).map(entry => [entry.key, entry])).values(),
  ])
  const rowOf = (entry: EnvEntry): EnvRow => {
    const edited = values.get(entry.key)
    return {
      ...entry,
      isNew: false,
      ...(edited !== undefined && { edited }),
      isUnset: removed.has(entry.key),
    }
  }
  const rows = computed(() => {
    const present = new Set(entries.value.map(entry => entry.key))
    const added = addedKeys.value
      .filter(key => !present.has(key))
      .map((key): EnvRow => {
        const offer = known().find(one => one.key === key)
        return {
          ...(offer ?? unknownKey(key)),
          hasValue: false,
          isKnown: offer !== undefined,
          isNew: true,
          edited: values.get(key) ?? '',
          isUnset: false,
        }
      })
    return [...added, ...entries.value.map(rowOf)]
  })
  const edits = computed(() => ({
    set: [...values].map(([key, value]) => ({ key, value })),
    unset: [...removed],
  }))

  function undo(key: string): void {
    values.delete(key)
    removed.delete(key)
    addedKeys.value = addedKeys.value.filter(one => one !== key)
  }
  function set(key: string, value: string): void {
    const entry = entries.value.find(one => one.key === key)
    removed.delete(key)
    if (entry && !entry.isSecret && entry.value === value) values.delete(key)
    else values.set(key, value)
  }
  return {
    rows,
    edits,
    size: computed(() => values.size + removed.size),
    addedKeys,
    set,
    unset: key => {
      values.delete(key)
      removed.add(key)
    },
    undo,
    undoAll: () => {
      values.clear()
      removed.clear()
      addedKeys.value = []
    },
    settle: applied => {
      for (const { key, value } of applied.set) if (values.get(key) === value) undo(key)
      for (const key of applied.unset) removed.delete(key)
    },
    add: key => {
      if (!addedKeys.value.includes(key)) addedKeys.value = [key, ...addedKeys.value]
      if (!values.has(key)) values.set(key, '')
    },
  }
}
