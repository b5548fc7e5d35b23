/** Feeds the ways to log in to the SSH library one by one, and keeps what was tried. */
import type { AnyAuthMethod } from './library.ts'
import { oneKeyAgent } from './agent.ts'
import type { LoginWay } from './ways-to-log-in.ts'

export interface AuthHandler {
  /** The library's `authHandler`. */
  readonly next: (
    methodsLeft: readonly string[] | null,
    partialSuccess: boolean | null,
    use: (method: AnyAuthMethod | false) => void,
  ) => void
  /** Names of the ways that were offered to the server. */
  readonly tried: readonly string[]
  /** Methods that the server said it takes. */
  readonly offered: readonly string[]
}

const methodOf = (way: LoginWay): string => {
  if (way.kind === 'password') return 'password'
  return way.kind === 'keyboard' ? 'keyboard-interactive' : 'publickey'
}

function toMethod(way: LoginWay, username: string): AnyAuthMethod {
  switch (way.kind) {
    case 'agent':
      return { type: 'agent', username, agent: oneKeyAgent(way.socket, way.key) }
    case 'key':
      return { type: 'publickey', username, key: way.key }
    case 'password':
      return { type: 'password', username, password: way.password.reveal() }
    case 'keyboard':
      return {
        type: 'keyboard-interactive',
        username,
        // Only hidden prompts get the password; what is shown while typed is no password (RFC 4256, 3.2).
        prompt: (_name, _instructions, _language, prompts, finish) =>
          finish(prompts.map(({ echo }) => (echo === true ? '' : way.password.reveal()))),
      }
  }
}

/** Starts with `none`, so that the server names its methods and no password goes where none is asked (RFC 4252, 5.2). */
export function createAuthHandler(username: string, ways: readonly LoginWay[]): AuthHandler {
  const queue = [...ways]
  const tried: string[] = []
  let offered: readonly string[] = []
  let hasAsked = false
  return {
    next(methodsLeft, _partialSuccess, use) {
      if (!hasAsked) {
        hasAsked = true
        use({ type: 'none', username })
        return
      }
      offered = methodsLeft ?? offered
      for (let way = queue.shift(); way; way = queue.shift()) {
        if (!offered.includes(methodOf(way))) continue
        tried.push(way.name)
        use(toMethod(way, username))
        return
      }
      use(false)
    },
    get tried() {
      return tried
    },
    get offered() {
      return offered
    },
  }
}
