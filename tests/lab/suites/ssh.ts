import { readFile } from 'node:fs/promises'
import { Client, type ClientChannel, type ConnectConfig } from 'ssh2'
import type { Lab } from '../lab.ts'

type Login = {
  readonly port: number
  readonly key?: string
  readonly passphrase?: string
  readonly password?: string
  /** The answer to every keyboard-interactive question. */
  readonly interactive?: string
  /** How many sessions to open at the same time on the one connection. */
  readonly sessions?: number
}

/** Log in with exactly the one way given, run a command and return what it said. */
export async function login(
  lab: Lab,
  user: string,
  way: Login,
  command: string,
): Promise<{ readonly stdout: string }> {
  const client = new Client()
  const config: ConnectConfig = {
    host: lab.ssh.host,
    port: way.port,
    username: user,
    readyTimeout: 20_000,
    agentForward: false,
  }
  if (way.key !== undefined) config.privateKey = await readFile(way.key)
  if (way.passphrase !== undefined) config.passphrase = way.passphrase
  if (way.password !== undefined) config.password = way.password
  if (way.interactive !== undefined) {
    config.tryKeyboard = true
    client.on('keyboard-interactive', (_name, _text, _language, prompts, answer) =>
      answer(prompts.map(() => way.interactive ?? '')),
    )
  }
  await new Promise<void>((resolve, reject) => {
    client.on('ready', resolve).on('error', reject).connect(config)
  })
  try {
    const one = () =>
      new Promise<string>((resolve, reject) => {
        client.exec(command, (error: Error | undefined, channel: ClientChannel) => {
          if (error) {
            reject(error)
            return
          }
          let text = ''
          channel
            .on('data', (chunk: Buffer) => (text += chunk.toString()))
            .on('close', () => resolve(text))
          channel.stderr.resume()
        })
      })
    const said = await Promise.all(Array.from({ length: way.sessions ?? 1 }, one))
    return { stdout: said.join('') }
  } finally {
    client.end()
  }
}
