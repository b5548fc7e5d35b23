/** What the smtp container has that matters for its way to the relay. */
import type { RelayVantage } from './vantage.ts'
import { isRunning } from './vantage.ts'
import { lookCommand } from './remote-commands.ts'

export interface SmtpLook {
  /** What can open a connection in there, in the order of preference. */
  readonly tools: readonly ('python3' | 'bash')[]
  /** The address families that its Postfix uses. */
  readonly family: '4' | '6' | '0'
  /** The name that it calls itself. */
  readonly helo: string
  /** Its Postfix begins every delivery with TLS (`smtp_tls_wrappermode`). */
  readonly isWrapped: boolean
  /** Its Postfix runs, so that its settings are those of this start: before, they may be from the one before. */
  readonly isReady: boolean
  /** The authorities that it trusts, PEM; absent where they could not be read. */
  readonly caPem?: string
}

/** Reads what `relay.look` printed. */
export function parseLook(text: string): SmtpLook {
  const at = text.indexOf('\nauthorities\n')
  const head = (at === -1 ? text : text.slice(0, at)).split('\n')
  const caPem = at === -1 ? '' : text.slice(at + '\nauthorities\n'.length).trim()
  const setting = (key: string): string =>
    head
      .find(line => line.startsWith(`set ${key} `))
      ?.slice(`set ${key} `.length)
      .trim() ?? ''
  const protocols = setting('inet_protocols')
  const has4 = /all|ipv4|^$/.test(protocols)
  const has6 = /all|ipv6|^$/.test(protocols)
  const helo = setting('myhostname')
  return {
    tools: (['python3', 'bash'] as const).filter(tool => head.includes(`tool ${tool}`)),
    family: has4 && has6 ? '0' : has6 ? '6' : '4',
    isReady: head.includes('ready'),
    isWrapped: setting('smtp_tls_wrappermode') === 'yes',
    helo: /^[\w.-]{1,253}$/.test(helo) ? helo : 'localhost',
    ...(caPem.includes('BEGIN CERTIFICATE') && { caPem }),
  }
}

/** Looks into the container; undefined where it does not run or has no tool. It changes with a start only, so each start is asked once. */
export function createSmtpLooker(): (
  at: RelayVantage,
  signal: AbortSignal,
) => Promise<SmtpLook | undefined> {
  const known = new Map<string, SmtpLook>()
  return async ({ host, rights, smtp }, signal) => {
    if (!isRunning(smtp)) return undefined
    const key = `${host.serverId} ${smtp.id} ${smtp.startedAt ?? ''}`
    const before = known.get(key)
    if (before) return before
    const result = await host.run(lookCommand, [smtp.id], { signal, asRoot: rights })
    if (result.exitCode !== 0) return undefined
    const look = parseLook(result.stdout.toString('utf8'))
    if (look.tools.length === 0) return undefined
    if (!look.isReady) return look
    const [oldest] = known.keys()
    if (known.size >= 8 && oldest !== undefined) known.delete(oldest)
    known.set(key, look)
    return look
  }
}
