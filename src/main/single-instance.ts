/** One Postern a data folder: a second start hands its wish to the first and leaves. */
import { app } from 'electron'
import { readArguments, type StartWish } from './arguments.ts'

/** Answers false when another one runs already; `onSecond` hears the wishes of later starts. */
export function becomeTheOnlyOne(onSecond: (wish: StartWish) => void): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', (_event, words) => onSecond(readArguments(words.slice(1))))
  return true
}
