/** The demo server: real SSH up to its shell, and behind it answers instead of programs. */
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { AppError } from '../../shared/errors.ts'
import { demoHost } from '../../shared/model/demo.ts'
import type { RemoteCommandTemplate } from '../net/remote-commands.ts'
import { composeEd25519 } from '../net/ssh/compose-ed25519.ts'
import { separator } from '../net/ssh/frame.ts'
import { createMemoryServer, type MemoryExec, type MemoryServer } from '../net/ssh/memory-server.ts'
import type { Answers } from './answer.ts'
import { checkAnswers } from './answers/checks.ts'
import { composeAnswers } from './answers/compose.ts'
import { connectAnswers } from './answers/connect.ts'
import { dnsAnswers } from './answers/dns.ts'
import { engineAnswers } from './answers/engine.ts'
import { figureAnswers } from './answers/figures.ts'
import { fileAnswers } from './answers/files.ts'
import { logAnswers } from './answers/logs.ts'
import { settle, transactionAnswers } from './answers/transaction.ts'
import type { DemoAuthority } from './authority.ts'
import { readScript, scriptLength } from './script-call.ts'
import type { World } from './world.ts'

/** Who logs in, and with what. It guards nothing: the server is this process. */
export const demoLogin = { user: 'you', password: 'open-sesame' } as const

export interface DemoServer {
  /** A new line. @throws AppError `host-refused` while it is made to be unreachable */
  connect(): Duplex
  hangUp(): Promise<void>
}

export interface DemoServerDeps {
  readonly world: World
  readonly commands: readonly RemoteCommandTemplate[]
  readonly authority: () => Promise<DemoAuthority>
}

/** A key pair that is the same at every start, from a word; PKCS #8 (RFC 8410) is how Node takes the seed. */
function hostKey(word: string): string {
  const seed = createHash('sha256').update(word).digest()
  const head = Buffer.from('302e020100300506032b657004220420', 'hex')
  const key = createPrivateKey({
    key: Buffer.concat([head, seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return composeEd25519(seed, spki.subarray(-32))
}

/** Exactly so many bytes; what follows stays in the stream. */
async function readBytes(stream: Duplex, length: number): Promise<Buffer | undefined> {
  for (;;) {
    const found = stream.read(length) as Buffer | null
    if (found) return found.length === length ? found : undefined
    if (stream.readableEnded || stream.destroyed) return undefined
    await new Promise(resolve => stream.once('readable', resolve).once('close', resolve))
  }
}

/** All that the demo server can answer, by command. */
export const answersOf = (authority: DemoServerDeps['authority']): Answers => ({
  ...engineAnswers,
  ...fileAnswers,
  ...transactionAnswers,
  ...composeAnswers,
  ...logAnswers,
  ...checkAnswers,
  ...figureAnswers,
  ...dnsAnswers,
  ...connectAnswers(authority),
})

export function createDemoServer({ world, commands, authority }: DemoServerDeps): DemoServer {
  const answers = answersOf(authority)

  const run = async ({ commandLine, stream, complain, signal }: MemoryExec): Promise<number> => {
    const length = scriptLength(commandLine)
    if (/\bsudo\b/.test(commandLine)) {
      complain('sudo: a password is required\n')
      return 1
    }
    const script = length === undefined ? undefined : await readBytes(stream, length)
    const call = script && readScript(script.toString('utf8'), commands)
    const answer = call && answers[call.id]
    if (!call || !answer) {
      complain('the demo server knows no such command\n')
      return 127
    }
    const say = (text: string): void => {
      if (stream.writable) stream.write(text)
    }
    complain(`${call.begin}\n`)
    say(`${call.begin} 4242 4242\n`)
    settle(world)
    const said = await answer({ world, args: call.args, stream, say, complain, signal })
    const code = typeof said === 'number' ? said : 0
    if (call.end === undefined) return code
    const mark = `${separator}${call.end} ${code}\n`
    complain(mark)
    say(mark)
    return code
  }

  const servers = new Map<string, MemoryServer>()
  /** Another key, as if another machine stood in its place. */
  const serverFor = (word: string): MemoryServer => {
    const found =
      servers.get(word) ??
      createMemoryServer({
        hostKey: hostKey(word),
        isPassword: (_user, password) => password === demoLogin.password,
        isKey: (_user, blob) => world.state.keys.some(line => line.includes(blob)),
        run,
      })
    servers.set(word, found)
    return found
  }
  return {
    connect() {
      const { fault } = world.state
      if (fault === 'unreachable')
        throw new AppError(
          'host-refused',
          { host: demoHost, port: 22, tried: 'memory refused' },
          { retryable: true },
        )
      return serverFor(fault === 'key-changed' ? 'another demo' : 'the demo').connect()
    },
    async hangUp() {
      await Promise.all([...servers.values()].map(server => server.hangUp()))
    },
  }
}
