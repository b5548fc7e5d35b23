/** Reads a secret from stdin: a pipe to its end, a terminal by one line that is not shown. */
import { Cancelled } from './call/ended.ts'

const collect = async (stdin: NodeJS.ReadStream): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Buffer)) // no encoding was set: chunks are buffers
  return Buffer.concat(chunks).toString('utf8')
}

const isEnd = (key: string): boolean => key === '\r' || key === '\n' || key === '\u0004'
const isErase = (key: string): boolean => key === '\u007f' || key === '\b'

const typed = (
  stdin: NodeJS.ReadStream,
  stderr: NodeJS.WriteStream,
  prompt: string,
): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = ''
    const finish = () => {
      stdin.off('data', onData)
      stdin.setRawMode(false)
      stdin.pause()
      stderr.write('\n')
    }
    const onData = (chunk: Buffer) => {
      for (const key of chunk.toString('utf8')) {
        if (isEnd(key)) {
          finish()
          resolve(text)
          return
        }
        if (key === '\u0003') {
          finish()
          reject(new Cancelled())
          process.kill(process.pid, 'SIGINT')
          return
        }
        text = isErase(key) ? text.slice(0, -1) : text + key
      }
    }
    stderr.write(prompt)
    stdin.setRawMode(true)
    stdin.on('data', onData)
    stdin.resume()
  })

/** One secret text as it was given; the caller strips the line end. */
export const readSecretLine = (
  stdin: NodeJS.ReadStream,
  stderr: NodeJS.WriteStream,
  prompt: string,
): Promise<string> => (stdin.isTTY ? typed(stdin, stderr, prompt) : collect(stdin))
