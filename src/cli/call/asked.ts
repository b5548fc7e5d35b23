/** What a command has in hand while it runs. */
import type { CliIo } from '../io.ts'
import type { SecretName } from '../secrets.ts'
import type { Words } from '../parse/words.ts'
import type { Session } from './session.ts'

export interface Where {
  readonly server: string
  readonly project?: string
}

export interface Asked extends Session {
  readonly words: Words
  readonly io: CliIo
  readonly wantsJson: boolean
  readonly signal: AbortSignal
  /** The server that `--server` names, else the only one, else the one that the window shows. */
  server(): Promise<string>
  where(): Promise<Where>
  secret(name: SecretName): Promise<string | undefined>
  /** The next line of stdin, for a key whose value is `-`. */
  secretFromStdin(what: string): Promise<string>
  /** Puts text for a person on stdout at once; for commands that stream. */
  print(text: string): void
}
