export interface TokenValues {
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly localUser: string
  readonly localHost: string
  readonly localUid: number
  readonly alias: string
  readonly hostname: string
  readonly port: number
  readonly user: string
  readonly hostKeyAlias: string | undefined
}

/** Expands `~/`, `%` tokens and `${NAME}` as ssh_config(5), TOKENS and ENVIRONMENT VARIABLES, has them for file names. */
export function expandTokens(text: string, values: TokenValues): string {
  const tokens: Readonly<Record<string, string>> = {
    '%': '%',
    d: values.home,
    h: values.hostname,
    i: String(values.localUid),
    k: values.hostKeyAlias ?? values.alias,
    L: values.localHost.replace(/\..*$/, ''),
    l: values.localHost,
    n: values.alias,
    p: String(values.port),
    r: values.user,
    u: values.localUser,
  }
  return text
    .replace(/^~(?=\/|\\|$)/, values.home)
    .replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => values.env[name] ?? '')
    .replace(/%(.)/g, (whole, letter: string) => tokens[letter] ?? whole)
}
