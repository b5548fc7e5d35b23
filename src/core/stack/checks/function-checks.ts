/** Checks a stack by what it does, from the server itself (`design.md` 3, Vantage). */
import type { FunctionCheck } from '../../../shared/model/stack.ts'
import type { z } from '../../../shared/zod.ts'
import { mustSucceed } from '../../net/ssh/must-succeed.ts'
import type { RemoteHost } from '../../net/ssh/session.ts'
import { publishedAddress } from '../../net/connect/published-address.ts'
import type { Container } from '../container.ts'
import type { Rights } from '../open-server.ts'
import { firstOf } from '../services.ts'
import { checksCommand } from './remote-commands.ts'

export type CheckId = 'smtp' | 'imap' | 'admin' | 'front' | 'imaps' | 'receive' | 'relay-login'
export type Verdict = 'works' | 'broken' | 'unknown'

export interface CheckResult {
  readonly id: CheckId
  readonly verdict: Verdict
  readonly reply: string
}

export interface CheckPlan {
  readonly id: CheckId
  /** Container id, or `-` for the server. */
  readonly where: string
  readonly instead: string
  readonly args: string
}

/** What can be asked of these containers. `address`: who must be able to receive mail. */
export function planChecks(
  containers: readonly Container[],
  settings: ReadonlyMap<string, string>,
): readonly CheckPlan[] {
  const id = (service: string): string | undefined => firstOf(containers, service)?.id
  const [smtp, imap, admin] = [id('smtp'), id('imap'), id('admin')]
  const front = firstOf(containers, 'front')
  const plans: CheckPlan[] = []
  const inside = (check: CheckId, where: string | undefined, args: string): void => {
    if (where !== undefined) plans.push({ id: check, where, instead: '-', args })
  }
  const published = (check: CheckId, port: number, kind: string, rest: string): void => {
    const at = publishedAddress(front?.ports ?? [], port)
    if (!front || !at) return
    plans.push({
      id: check,
      where: '-',
      instead: front.id,
      args: `${kind} ${at.host} ${at.port}${rest}`,
    })
  }
  inside('smtp', smtp, 'smtp 127.0.0.1 25')
  inside('imap', imap, 'imap 127.0.0.1 143 plain')
  inside('admin', admin, 'http 127.0.0.1 8080,80 /ping')
  published('front', 25, 'smtp', '')
  published('imaps', 993, 'imap', ' tls')
  const [local, domain] = [settings.get('POSTMASTER') ?? 'postmaster', settings.get('DOMAIN')]
  if (domain !== undefined && /^[\w.+-]+$/.test(`${local}${domain}`))
    published('receive', 25, 'receive', ` ${local}@${domain}`)
  const hasRelay = ['RELAYHOST', 'RELAYUSER'].every(key => (settings.get(key) ?? '') !== '')
  if (hasRelay) inside('relay-login', smtp, 'login')
  return plans
}

const ids: readonly string[] = ['smtp', 'imap', 'admin', 'front', 'imaps', 'receive', 'relay-login']
const isId = (text: string): text is CheckId => ids.includes(text)

/** Reads what `stack.checks` printed. */
export function parseChecks(text: string): readonly CheckResult[] {
  return text.split('\n').flatMap(line => {
    const [, id = '', verdict, reply = ''] = /^(\S+) (works|broken|unknown) ?(.*)$/.exec(line) ?? []
    return isId(id) && verdict !== undefined ? [{ id, verdict: verdict as Verdict, reply }] : [] // the pattern lists them
  })
}

/** Runs them all at once: seconds, the slowest counts. */
export async function runChecks(
  host: RemoteHost,
  plans: readonly CheckPlan[],
  rights: Rights,
  signal: AbortSignal,
): Promise<readonly CheckResult[]> {
  if (plans.length === 0) return []
  const args = plans.flatMap(({ id, where, instead, args: words }) => [id, where, instead, words])
  const result = await host.run(checksCommand, args, { signal, asRoot: rights, timeoutMs: 40_000 })
  return parseChecks(mustSucceed(checksCommand, result).stdout.toString('utf8'))
}

/**
 * Checks that worked and work no longer. What cannot be told is never counted, nor what was broken before. What can no longer even be
 * asked, because the container or the port is gone, is lost; a relay that was taken out of the settings is not.
 */
export const lost = (
  before: readonly CheckResult[],
  after: readonly CheckResult[],
): readonly CheckId[] =>
  before
    .filter(one => one.verdict === 'works')
    .filter(({ id }) => {
      const now = after.find(one => one.id === id)
      return now ? now.verdict === 'broken' : id !== 'relay-login'
    })
    .map(one => one.id)

/** Before and after side by side, for the result. */
export const compareChecks = (
  before: readonly CheckResult[],
  after: readonly CheckResult[] | undefined,
  redact: (text: string) => string,
): z.infer<typeof FunctionCheck>[] => {
  const all = new Set([...before, ...(after ?? [])].map(one => one.id))
  return [...all].map(id => {
    const was = before.find(one => one.id === id)
    const now = after?.find(one => one.id === id)
    const reply = redact(now?.reply ?? was?.reply ?? '')
    return {
      id,
      before: was?.verdict ?? 'unknown',
      after: now?.verdict ?? 'not-run',
      ...(reply !== '' && { reply }),
    }
  })
}
