import { connect as tcp } from 'node:net'
import type { Lab } from '../lab.ts'
import { mailWorks } from '../mail.ts'
import { until } from './run.ts'

/** The first line that a port says, or nothing within the deadline. */
export function firstLine(host: string, port: number, timeoutMs = 5_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = tcp({ host, port })
    let text = ''
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`${host}:${port} said nothing`)))
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (!text.includes('\n')) return
      socket.destroy()
      resolve(text.split(/\r?\n/)[0] ?? '')
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`${host}:${port} closed`)))
  })
}

/** Wait until sshd, the relay and the receiver greet and mail works by function, from login to recipient and INBOX. */
export async function waitReady(lab: Lab): Promise<void> {
  const says = (port: number, start: string, host: string) => async () =>
    (await firstLine(host, port)).startsWith(start)
  for (const port of Object.values(lab.ssh.ports))
    await until(`sshd on ${port}`, 30_000, says(port, 'SSH-2.0', lab.ssh.host))
  await until('the relay', 30_000, says(587, '220', lab.relay.ip))
  await until('the receiver', 30_000, says(25, '220', lab.receiver.ip))
  await until('mail to work through front', 90_000, () => mailWorks(lab))
}
