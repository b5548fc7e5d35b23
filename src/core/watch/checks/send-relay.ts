/** Whether the relay lets the server in. The probe is the relay feature's own; nothing is sent. */
import type { Outcome } from '../../../shared/model/watch.ts'
import { type Check, usualRecoverAfter } from '../check.ts'
import { contacts } from './contacts.ts'
import { guarded, notNeeded, right, unknown, wrong } from './outcomes.ts'
import type { Place } from './place.ts'

/** Which words a step of the probe belongs to. */
function codeOf(step: string): string {
  if (/^login-|^mechanisms-/.test(step)) return 'relay-login-refused'
  if (/^connect-|^name-/.test(step)) return 'relay-not-found'
  if (/^tls-|^starttls-|^certificate-/.test(step)) return 'relay-no-encryption'
  return 'relay-turns-away'
}

/** The relay's answer as an outcome. @param relay its host */
export function judgeRelay(
  relay: string,
  login: { readonly verdict: string; readonly code: string; readonly params: Outcome['params'] },
): Outcome {
  const reply = String(login.params['reply'] ?? login.params['reason'] ?? login.code)
  const params = { relay, reply }
  const raw = `${login.code} ${Object.values(login.params).join(' ')}`.trim().slice(0, 500)
  switch (login.verdict) {
    case 'right':
    case 'differs':
      return right('relay-works', { relay }, { raw })
    case 'not-needed':
      return login.code === 'relay-none'
        ? notNeeded('relay-none', {})
        : right('relay-works', { relay }, { raw })
    case 'wrong':
    case 'missing':
      return wrong(codeOf(login.code), params, { raw })
    default:
      return unknown('relay-unknown', { relay }, { raw })
  }
}

/** Asked seldom: each try is a login at somebody else's server. Its answer is remembered for minutes by the relay feature. */
export function relayCheck(place: Place): Check {
  return {
    id: 'send.relay',
    lamp: 'send',
    vantage: 'server',
    dependsOn: ['path'],
    intervalMs: 300_000,
    timeoutMs: 60_000,
    retryMs: 61_000,
    failAfter: 3,
    recoverAfter: usualRecoverAfter,
    severity: 'down',
    contacts: () => contacts.relay(place),
    forget: place.deps.forgetLogin,
    run: guarded(async signal => {
      const { relay, login } = await place.deps.relayLogin(place.where, signal)
      return judgeRelay(relay ?? '', login)
    }),
  }
}
