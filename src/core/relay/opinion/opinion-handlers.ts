/** The provider's opinion as handlers: asked about the relay that the smtp container uses, or the file's where there is none. */
import type { Handlers } from '../../../shared/contract/define.ts'
import type { relayContract } from '../../../shared/contract/relay.ts'
import { AppError } from '../../../shared/errors.ts'
import type { OpinionView } from '../../../shared/model/opinion.ts'
import { relayKeys } from '../configured.ts'
import type { RelayDeps, RelayStack, Where } from '../relay-deps.ts'
import type { OpinionQuestion, Opinions } from './opinions.ts'

type Env = Readonly<Record<string, string>>

export function createOpinionHandlers(
  deps: RelayDeps,
  opinions: Opinions,
): Pick<Handlers<typeof relayContract>, 'relay.opinion' | 'relay.keepKey' | 'relay.forgetKey'> {
  /** @throws AppError of the connection, of rights, and of reading the file */
  async function open(where: Where, signal: AbortSignal): Promise<{ at: RelayStack; env: Env }> {
    const at = await deps.open(where, signal)
    if (at.smtp) return { at, env: at.smtp.env }
    const keys = [...relayKeys, 'DOMAIN']
    const values = await deps.envValues({ ...where, project: at.project }, keys, signal)
    return { at, env: Object.fromEntries(values) }
  }

  async function view(
    { at, env }: { readonly at: RelayStack; readonly env: Env },
    question: OpinionQuestion,
    signal: AbortSignal,
  ): Promise<OpinionView> {
    const seen = await opinions.of(at, env, question, signal)
    if (!seen) throw new AppError('relay-not-configured', { project: at.project })
    return seen
  }

  return {
    'relay.opinion': async ({ domain, isFresh, key, ...where }, { signal }) =>
      view(await open(where, signal), { domain, isFresh, key }, signal),
    async 'relay.keepKey'({ key, ...where }, { signal }) {
      const found = await open(where, signal)
      await opinions.keep(found.at, found.env, key)
      return view(found, {}, signal)
    },
    async 'relay.forgetKey'(where, { signal }) {
      const found = await open(where, signal)
      await opinions.forget(found.at, found.env)
      return view(found, {}, signal)
    },
  }
}
