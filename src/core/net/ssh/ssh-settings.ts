/** What is asked of the ssh configuration, and the raw answer: keyword and its values. */

export interface SshConfigDeps {
  readonly homeDir: string
  readonly localUser: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** OpenSSH's client; '' makes our own reader read the file. @default 'ssh' */
  readonly client?: string | undefined
  /** Read in place of the user's and the system's files (`ssh -F`). @default the user's */
  readonly configFile?: string | undefined
  /** Read after the user's file where there is no OpenSSH. @default none */
  readonly systemConfigFile?: string | undefined
}

export interface SshHostQuery {
  readonly host: string
  readonly port?: number | undefined
  readonly user?: string | undefined
}

export type Settings = ReadonlyMap<string, readonly string[]>
