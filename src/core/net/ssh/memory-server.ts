/** An SSH server inside this process: what it serves comes over a pair of streams, so that no socket is opened. */
import type { Duplex } from 'node:stream'
import { Server, type ServerChannel, utils } from './library.ts'
import { streamPair } from './stream-pair.ts'

/** One command that a client runs. */
export interface MemoryExec {
  readonly commandLine: string
  /** Input and standard output. */
  readonly stream: Duplex
  complain(text: string): void
  /** The client has let go of it. */
  readonly signal: AbortSignal
}

export interface MemoryServerOptions {
  /** In OpenSSH's own format, unlocked. */
  readonly hostKey: string
  readonly isPassword: (user: string, password: string) => boolean
  /** Whether this public key, in base64, may log in. */
  readonly isKey: (user: string, blob: string) => boolean
  /** @returns the exit code */
  readonly run: (exec: MemoryExec) => Promise<number>
}

export interface MemoryServer {
  /** The client's end of a new line. */
  connect(): Duplex
  /** Cuts all lines; they are down when it resolves. */
  hangUp(): Promise<void>
}

/** RFC 4252, section 7: the signature is over the session and the request; RSA names its hash. */
function isSigned(context: {
  readonly key: { readonly algo: string; readonly data: Buffer }
  readonly signature?: Buffer | undefined
  readonly blob?: Buffer | undefined
  readonly hashAlgo?: string | undefined
}): boolean {
  if (!context.signature || !context.blob) return true // asks only whether the key would do
  const key = utils.parseKey(context.key.data)
  if (key instanceof Error) return false
  return key.verify(context.blob, context.signature, context.hashAlgo)
}

async function serve(
  channel: ServerChannel,
  commandLine: string,
  run: MemoryServerOptions['run'],
): Promise<void> {
  const abort = new AbortController()
  channel.once('close', () => abort.abort())
  channel.on('error', () => abort.abort())
  let code = 1
  try {
    code = await run({
      commandLine,
      stream: channel,
      complain: text => void channel.stderr.write(text),
      signal: abort.signal,
    })
  } catch (error) {
    if (abort.signal.aborted) return // nobody listens any more
    channel.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  }
  if (abort.signal.aborted) return
  channel.exit(code)
  channel.end()
  channel.resume() // what nobody reads would keep it from closing
}

/** Makes the server; nothing listens anywhere. */
export function createMemoryServer(options: MemoryServerOptions): MemoryServer {
  const lines = new Set<Duplex>()
  const server = new Server({ hostKeys: [options.hostKey] }, client => {
    client.on('error', () => undefined) // its line was cut
    client.on('authentication', context => {
      const { username } = context
      if (context.method === 'password' && options.isPassword(username, context.password))
        context.accept()
      else if (
        context.method === 'publickey' &&
        options.isKey(username, context.key.data.toString('base64')) &&
        isSigned(context)
      )
        context.accept()
      else context.reject(['publickey', 'password'])
    })
    client.on('session', accept => {
      accept().on('exec', (acceptExec, _reject, info) => {
        void serve(acceptExec(), info.command, options.run)
      })
    })
  })
  return {
    connect() {
      const [ours, theirs] = streamPair()
      lines.add(theirs)
      ours.on('error', () => undefined) // the close that follows tells the story
      theirs.once('close', () => lines.delete(theirs))
      server.injectSocket(ours as never) // what it asks of a socket every stream has
      return theirs
    },
    async hangUp() {
      const cut = [...lines].map(line => {
        const closed = new Promise(resolve => line.once('close', resolve))
        line.destroy()
        return closed
      })
      await Promise.all(cut)
    },
  }
}
