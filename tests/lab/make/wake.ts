import { containerOf } from './project.ts'
import { docker, run, until } from './run.ts'

/** A container whose daemon died runs on, as in Mailu: restart the ones that do not listen. */
export async function wakeDaemons(): Promise<void> {
  for (const [service, port] of [
    ['admin', 8080],
    ['antispam', 11332],
    ['smtp', 25],
    ['imap', 143],
    ['imap', 2525],
    ['front', 25],
  ] as const) {
    const id = await containerOf(service)
    const listens = async () =>
      (await run('docker', ['exec', id, 'bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port}`]))
        .code === 0
    await until(`${service} to listen`, 10_000, listens).catch(async () => {
      await docker(['restart', '-t', '1', id])
      await until(`${service} to listen after a restart`, 30_000, listens)
    })
  }
}
