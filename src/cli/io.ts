/** What the command line needs of its process, so that tests can stand in for it. */
import { readSecretLine } from './read-secret-line.ts'

export interface Out {
  write(text: string | Uint8Array): void
  readonly isTty: boolean
  /** Width in characters; 80 where nobody told. */
  readonly columns: number
}

export interface CliIo {
  readonly stdout: Out
  readonly stderr: Out
  /** All of stdin; on a terminal one line, typed unseen after `prompt`. */
  readStdin(prompt: string): Promise<string>
  /** Reads a file of this computer. */
  readFile(path: string): Promise<Uint8Array>
  /** Writes a file that is not there yet, for its owner alone. */
  writeNewFile(path: string, text: string): Promise<void>
  readonly env: Readonly<Record<string, string | undefined>>
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back on each Ctrl-C (and on termination); answers what takes the listener off again. */
  onInterrupt(listener: () => void): () => void
  /** Leaves at once; for the second Ctrl-C. */
  leave(code: number): void
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const outOf = (stream: NodeJS.WriteStream): Out => ({
  write: text => void stream.write(text),
  isTty: stream.isTTY,
  get columns() {
    return stream.isTTY ? stream.columns : 80
  },
})

/** The real process. A reader that goes away (`| head`) counts as Ctrl-C. */
export function processIo(): CliIo {
  return {
    stdout: outOf(process.stdout),
    stderr: outOf(process.stderr),
    readStdin: prompt => readSecretLine(process.stdin, process.stderr, prompt),
    readFile: async path => (await import('node:fs/promises')).readFile(path),
    writeNewFile: async (path, text) =>
      (await import('node:fs/promises')).writeFile(path, text, { flag: 'wx', mode: 0o600 }),
    env: process.env,
    now: () => Date.now(),
    onInterrupt(listener) {
      for (const signal of signals) process.on(signal, listener)
      process.stdout.on('error', listener)
      return () => {
        for (const signal of signals) process.off(signal, listener)
        process.stdout.off('error', listener)
      }
    },
    leave: code => process.exit(code),
  }
}
