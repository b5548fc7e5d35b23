/** Starts a process and waits for its end; a bench that measures a failure measures nothing. */
import { spawn } from 'node:child_process'

/** @throws when it does not end with 0 */
export const runProcess = (
  program: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], env })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    child.once('error', reject)
    child.once('close', code => {
      if (code === 0) resolve(out)
      else
        reject(new Error(`${program} ${words.join(' ')} ended with ${code ?? 'a signal'}: ${err}`))
    })
  })
