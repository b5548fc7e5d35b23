import { z } from '../zod.ts'

/** Where in the window a note, a tray entry or a second start leads. */
export const Place = z.object({
  page: z.enum(['overview', 'incident', 'settings']),
  /** Of the incident. */
  id: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
})
export type Place = z.infer<typeof Place>

/** The address of a place among the window's screens. */
export function pathOfPlace({ page, id }: Place): string {
  if (page === 'incident') return id === undefined ? '/activity' : `/activity/incident/${id}`
  return page === 'settings' ? '/settings' : '/'
}

/** Reads `incident/ID`, `overview` or `settings`; nothing for what is no place. */
export function readPlace(text: string): Place | undefined {
  const [page, id, more] = text.split('/')
  if (more !== undefined || (page === 'incident') !== (id !== undefined)) return undefined
  const place = Place.safeParse(id === undefined ? { page } : { page, id })
  return place.success ? place.data : undefined
}
