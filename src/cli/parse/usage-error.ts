/** The person typed something that the command line does not understand: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** The command that was meant, so that the right help can be named. */
  readonly path: string | undefined

  constructor(message: string, path?: string) {
    super(message)
    this.path = path
  }
}
