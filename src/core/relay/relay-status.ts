/** How mail leaves: what is configured, whether the relay lets the server in, what left last, what waits, what was refused, what its provider says. */
import { isAppError } from '../../shared/errors.ts'
import type { RelayProvider, RelayStatus } from '../../shared/model/relay.ts'
import { Secret } from '../../shared/secret.ts'
import type { z } from '../../shared/zod.ts'
import { showable } from '../net/talk/showable.ts'
import { isSameRelay, relayKeys, relayValues, type RelayValues, targetOf } from './configured.ts'
import { type Delivery, lastDeliveries } from './parse-log.ts'
import { parseQueue } from './parse-queue.ts'
import type { createSmtpLooker } from './look.ts'
import type { LoginCheck } from './login-check.ts'
import type { Opinions } from './opinion/opinions.ts'
import { relaySentence } from './relay-sentence.ts'
import { providerOfHost } from './providers.ts'
import type { RelayDeps, RelayStack, Where } from './relay-deps.ts'
import { watchCommand } from './remote-commands.ts'

type Status = z.input<typeof RelayStatus>

/** The file's values; undefined where this login may not read the file. */
async function fileValues(
  deps: RelayDeps,
  where: Where,
  signal: AbortSignal,
): Promise<RelayValues | undefined> {
  try {
    const values = await deps.envValues(where, relayKeys, signal)
    return relayValues(key => values.get(key))
  } catch (error) {
    if (
      isAppError(error, 'cancelled') ||
      isAppError(error, 'connection-lost') ||
      !isAppError(error)
    )
      throw error
    return undefined
  }
}

function configuredOf(
  file: RelayValues | undefined,
  running: RelayValues | undefined,
  providers: readonly RelayProvider[],
  isWrapped: boolean | undefined,
): Status['configured'] {
  const shown = file && file.relay !== '' ? file : running
  const target = shown && targetOf(shown, isWrapped)
  if (!shown || !target) return undefined
  const { host, port, tlsLevel, isImplicitTls } = target
  const provider = providerOfHost(providers, host)
  // Some providers take one and the same secret as user and password.
  const user = shown.user === '' || shown.user === shown.password ? undefined : shown.user
  return {
    host,
    port,
    tlsLevel,
    ...(isImplicitTls && { isImplicitTls }),
    hasPassword: shown.password !== '',
    isApplied: running !== undefined && isSameRelay(file ?? running, running),
    ...(user !== undefined && { user }),
    ...(provider && { provider: provider.id }),
  }
}

const wordsOf = (text: string): string => showable(Buffer.from(text))

const refusalOf = ({ at, status, dsn, reply }: Delivery): Status['lastRefusal'] => ({
  at,
  kind: status === 'deferred' ? 'deferred' : 'bounced',
  dsn,
  reply: wordsOf(reply),
})

/** Queue and log, read in one go; nothing is known while the container is not there. */
async function watch(at: RelayStack, signal: AbortSignal): Promise<readonly string[]> {
  if (!at.smtp) return []
  const result = await at.host.run(watchCommand, [at.smtp.id], {
    signal,
    asRoot: at.rights,
    timeoutMs: 45_000,
  })
  return result.stdout.toString('utf8').split('\n')
}

/** Parts that ask for themselves and remember. */
interface StatusTools {
  readonly look: ReturnType<typeof createSmtpLooker>
  readonly login: LoginCheck
  readonly opinions: Opinions
}

/** @throws AppError of the connection, of rights, and when there is no such project */
export async function relayStatus(
  deps: RelayDeps,
  { look, login, opinions }: StatusTools,
  where: Where,
  signal: AbortSignal,
): Promise<Status> {
  const at = await deps.open(where, signal)
  const running = at.smtp && relayValues(key => at.smtp?.env[key])
  if (running?.password) deps.remember(new Secret(running.password))
  const [file, providers, lines, seen, answer, opinion] = await Promise.all([
    fileValues(deps, { ...where, project: at.project }, signal),
    deps.providers(),
    watch(at, signal),
    look(at, signal),
    login.of(at, running ?? relayValues(() => undefined), signal),
    opinions.of(at, at.smtp?.env ?? {}, {}, signal),
  ])
  if (file?.password) deps.remember(new Secret(file.password))
  const logLines = lines
    .filter(line => line.startsWith('log '))
    .map(line => line.slice('log '.length))
  const { delivered, refused } = lastDeliveries(logLines, running && targetOf(running)?.host)
  const { isKnown, count, oldestAt, reasons } = parseQueue(lines)
  const configured = configuredOf(file, running, providers, seen?.isWrapped)
  const status = {
    ...(configured && { configured }),
    login: answer,
    ...(delivered && {
      lastDelivery: {
        at: delivered.at,
        relay: delivered.relay ?? '',
        reply: wordsOf(delivered.reply),
      },
    }),
    waiting: {
      count,
      isKnown,
      ...(oldestAt !== undefined && { oldestAt }),
      reasons: reasons.map(one => ({ ...one, reply: wordsOf(one.reply) })),
    },
    ...(opinion && { opinion }),
    ...(refused && { lastRefusal: refusalOf(refused) }),
    checkedAt: new Date(deps.clock.now()).toISOString(),
  }
  return { ...status, clauses: relaySentence(status) }
}
