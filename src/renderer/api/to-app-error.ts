/** Whatever was thrown, as an `AppError`: a screen shows one kind of failure only. */
import { AppError, isAppError } from '../../shared/errors.ts'

export const toAppError = (thrown: unknown): AppError =>
  isAppError(thrown) ? thrown : new AppError('unexpected', {}, { cause: thrown })
