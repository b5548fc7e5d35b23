/** What all checks of one server share: the stack and the figures, each read once a cycle, and a real mailbox to ask for. */
import { isAppError } from '../../../shared/errors.ts'
import { mustSucceed } from '../../net/ssh/must-succeed.ts'
import type { ChecksDeps, WatchedStack, Where } from './checks-deps.ts'
import { type Facts, parseFacts } from './facts.ts'
import { isOutcome, running } from './published.ts'
import { factsCommand, mailboxCommand } from './remote-commands.ts'
import { createSharedReading } from './shared-reading.ts'

export interface Place {
  readonly deps: ChecksDeps
  readonly where: Where
  /** @throws AppError as `ChecksDeps.open` */
  stack(signal: AbortSignal): Promise<WatchedStack>
  /** @throws AppError as `ChecksDeps.open`, and `remote-command-failed` */
  facts(signal: AbortSignal): Promise<Facts>
  /** A mailbox that exists, by Dovecot's own list; undefined where it cannot be asked. Remembered for a day. */
  mailbox(stack: WatchedStack, signal: AbortSignal): Promise<string | undefined>
  /** The stack as it was seen last, for what is shown between two looks. */
  known(): WatchedStack | undefined
}

/** Shorter than any check's pause, longer than a cycle takes. */
const freshMs = 10_000
const readMs = 25_000
const dayMs = 86_400_000

/** An address that may stand between `<` and `>` as it is. */
export const isPlainAddress = (text: string): boolean =>
  /^[\w.+-]{1,64}@[a-z0-9.-]{1,253}$/i.test(text)

/** Folders whose disk matters: the engine's own is asked for by the command itself. */
const foldersOf = (stack: WatchedStack): string[] => [
  ...new Set(
    [
      ['smtp', '/queue'],
      ['imap', '/mail'],
      ['admin', '/data'],
    ].flatMap(([service, destination]) =>
      stack.containers
        .filter(one => one.service === service)
        .flatMap(one => one.mounts.filter(mount => mount.destination === destination))
        .map(mount => mount.source),
    ),
  ),
]

export function createPlace(deps: ChecksDeps, where: Where): Place {
  const { clock } = deps
  let known: WatchedStack | undefined
  let mailbox: { readonly address: string; readonly at: number } | undefined

  const stack = createSharedReading(
    async signal => (known = await deps.open(where, signal)),
    clock,
    freshMs,
    readMs,
  )
  const facts = createSharedReading(
    async signal => {
      const seen = await stack(signal)
      const { host, rights } = seen
      const options = { signal, asRoot: rights, timeoutMs: 20_000 }
      const askedAt = clock.now()
      const result = await host.run(factsCommand, foldersOf(seen), options)
      const text = mustSucceed(factsCommand, result).stdout.toString('utf8')
      return parseFacts(text, askedAt, clock.now())
    },
    clock,
    freshMs,
    readMs + 20_000,
  )

  return {
    deps,
    where,
    stack,
    facts,
    known: () => known,
    async mailbox(seen, signal) {
      if (mailbox && clock.now() - mailbox.at < dayMs) return mailbox.address
      const imap = running(seen, 'imap')
      if (isOutcome(imap)) return mailbox?.address
      const options = { signal, asRoot: seen.rights, timeoutMs: 10_000 }
      const asked = seen.host.run(mailboxCommand, [imap.id], options)
      const result = await asked.catch((error: unknown) => {
        if (isAppError(error, 'timed-out')) return undefined // a Dovecot that hangs: whoever talks with it finds out
        throw error
      })
      const address = result?.stdout.toString('utf8').trim() ?? ''
      if (!isPlainAddress(address)) return mailbox?.address
      mailbox = { address, at: clock.now() }
      return address
    },
  }
}

/** POSTMASTER at DOMAIN, which Mailu's setup asks to exist; undefined where it is not an ordinary address. */
export function postmasterOf(env: Readonly<Record<string, string>>): string | undefined {
  const local = env['POSTMASTER'] || 'postmaster'
  const address = local.includes('@') ? local : `${local}@${env['DOMAIN'] ?? ''}`
  return isPlainAddress(address) ? address : undefined
}
