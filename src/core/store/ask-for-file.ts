/** Asks the person where a file goes. */
import { AppError } from '../../shared/errors.ts'
import type { Platform, SaveWish } from '../platform.ts'

/**
 * The path, or nothing when they thought better of it. An abort settles it although the system's dialog cannot be closed from here.
 * @throws AppError `no-save-dialog` where there is nobody to ask; `cancelled`
 */
export function askForFile(
  ask: Platform['askWhereToSave'],
  wish: SaveWish,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!ask) return Promise.reject(new AppError('no-save-dialog', {}))
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new AppError('cancelled', {}))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    void ask(wish)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort))
  })
}
