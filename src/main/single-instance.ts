/** One Postern a data folder: a second start hands its wish to the first and leaves. */
import { app } from 'electron'
import { z } from '../shared/zod.ts'
import { readArguments, type StartWish } from './arguments.ts'

const Handed = z.object({ words: z.array(z.string().max(4096)).max(256) })

/**
 * Answers false when another one runs already; `onSecond` hears the wishes of later starts. The words go as data of
 * their own: Chromium adds to the command line that it hands over, and changes its order.
 */
export function becomeTheOnlyOne(
  words: readonly string[],
  onSecond: (wish: StartWish) => void,
): boolean {
  if (!app.requestSingleInstanceLock({ words })) return false
  app.on('second-instance', (_event, _commandLine, _folder, data) => onSecond(readWords(data)))
  return true
}

/** What the other process handed over: any program of this user can say that it is one. */
function readWords(data: unknown): StartWish {
  const handed = Handed.safeParse(data)
  return readArguments(handed.success ? handed.data.words : [])
}
