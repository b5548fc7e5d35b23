/** Runs one parsed command over a bridge: opens, asks, shows, closes; Ctrl-C stops it safely. */
import { toWire, type WireError } from '../../shared/errors.ts'
import { en } from '../../shared/locales/en/index.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CliIo } from '../io.ts'
import type { CliCommand } from '../parse/command.ts'
import type { Words } from '../parse/words.ts'
import { secretFrom, stdinSecrets } from '../secrets.ts'
import { cancelledError, failureDocument } from '../show/failure.ts'
import { plain } from '../show/plain.ts'
import { createProgress } from '../show/progress.ts'
import type { Asked } from './asked.ts'
import { chooseServer } from './choose-server.ts'
import { aborted, Cancelled } from './ended.ts'
import type { OpenBridge } from './open-bridge.ts'
import { createSession, type Session } from './session.ts'

export interface Ended {
  readonly failure?: WireError
  readonly result?: unknown
  /** The failure stands in the output already. */
  readonly isSaid?: boolean
}

interface Parts {
  readonly command: CliCommand
  readonly words: Words
}

function askedOf(session: Session, { words }: Parts, io: CliIo, signal: AbortSignal): Asked {
  const readStdin = stdinSecrets(io)
  const fromStdin = (what: string) => Promise.race([readStdin(what), aborted(signal)])
  const server = async () => words.option('server') ?? chooseServer(session)
  return {
    ...session,
    words,
    io,
    signal,
    wantsJson: words.flag('json'),
    server,
    async where() {
      const project = words.option('project')
      return { server: await server(), ...(project !== undefined && { project }) }
    },
    secret: name => secretFrom(name, words, io, fromStdin),
    secretFromStdin: fromStdin,
    print: text => {
      io.stdout.write(text)
    },
  }
}

async function answer({ command, words }: Parts, io: CliIo, asked: Asked): Promise<Ended> {
  const result = await command.run(asked)
  const failure = command.failure(result)
  if (words.flag('json')) {
    if (failure) return { failure, result }
    io.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
    return {}
  }
  const shown = command.show(result)
  io.stdout.write(typeof shown === 'string' ? `${plain(shown).trimEnd()}\n` : shown)
  return failure ? { failure } : {}
}

/** A document that was begun is always finished; Ctrl-C is an ordinary end of it. */
async function stream({ command, words }: Parts, io: CliIo, asked: Asked): Promise<Ended> {
  const output = { hasBegun: false }
  const print = (text: string) => {
    output.hasBegun = true
    asked.print(text)
  }
  const isDocument = words.flag('json')
  try {
    await command.run({ ...asked, print })
    if (isDocument) io.stdout.write('}\n')
    return {}
  } catch (error) {
    if (!output.hasBegun) throw error
    const failure = error instanceof Cancelled ? cancelledError : toWire(error)
    if (isDocument) {
      io.stdout.write(`,\n"error":${JSON.stringify(failureDocument(failure).error)}}\n`)
    }
    return { failure, isSaid: isDocument || error instanceof Cancelled }
  }
}

/** @throws Cancelled, UsageError, AppError, and whatever a bug throws */
export async function runCommand(parts: Parts, io: CliIo, openBridge: OpenBridge): Promise<Ended> {
  const stop = new AbortController()
  const progress = createProgress(io)
  const offInterrupt = io.onInterrupt(() => {
    if (stop.signal.aborted) {
      io.leave(exitCodes.cancelled)
      return
    }
    progress.clear()
    io.stderr.write(`${en.cli.progress.interrupted}\n`)
    stop.abort()
  })
  const dataDir = parts.words.option('data')
  try {
    const opening = openBridge(dataDir === undefined ? {} : { dataDir })
    const opened = await Promise.race([opening, aborted(stop.signal)]).catch((error: unknown) => {
      if (error instanceof Cancelled) void opening.then(late => late.close())
      throw error
    })
    try {
      const { bridge } = opened
      const onProgress = parts.command.isStreaming ? () => undefined : progress.on
      const session = createSession({ bridge, signal: stop.signal, onProgress })
      const calmIo = clearingFirst(io, progress.clear)
      const asked = askedOf(session, parts, calmIo, stop.signal)
      return await (parts.command.isStreaming ? stream : answer)(parts, calmIo, asked)
    } finally {
      progress.clear()
      await opened.close()
    }
  } finally {
    offInterrupt()
  }
}

/** The same, with the bar taken away before anything is printed. */
const clearingFirst = (io: CliIo, clear: () => void): CliIo => ({
  ...io,
  stdout: {
    ...io.stdout,
    write(text) {
      clear()
      io.stdout.write(text)
    },
  },
})
