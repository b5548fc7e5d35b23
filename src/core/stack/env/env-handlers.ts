/** Answers about settings that need no server: what the catalogue knows, and edits of a file on this computer. */
import type { Handlers } from '../../../shared/contract/define.ts'
import type { stackContract } from '../../../shared/contract/stack.ts'
import type { EnvCatalogue } from './catalogue.ts'
import { editEnvBytes } from './edit-env.ts'
import { envOffer } from './env-offer.ts'

type Answers = Pick<Handlers<typeof stackContract>, 'stack.envKeys' | 'stack.envEdit'>

/** Handlers of `stack.envKeys` and `stack.envEdit`. `catalogue` is asked at each call, so that a damaged one fails that call and no other. */
export const createEnvHandlers = (deps: {
  readonly catalogue: () => Promise<EnvCatalogue>
}): Answers => ({
  'stack.envKeys': async ({ keys }) => {
    const catalogue = await deps.catalogue()
    const asked = keys ?? catalogue.keys.map(({ key }) => key)
    return asked.map(key => envOffer(key, catalogue))
  },
  'stack.envEdit': async ({ content, compose, edits }) => {
    const bytes = editEnvBytes(Buffer.from(content, 'base64'), edits, { compose })
    return { content: Buffer.from(bytes).toString('base64') }
  },
})
