/** What the lab's zones publish, changed on both name servers at once. */
import type { Undo } from './faults.ts'
import { NAME_SERVER_IPS, NAMES, RESOLVER_IPS } from './make/paths.ts'
import { docker, until } from './make/run.ts'

const inNames = (script: string, input = ''): Promise<string> =>
  docker(['exec', '-i', NAMES, 'sh', '-c', `cd /names && ${script}`], { input })

const serialOf = (text: string): number => Number(/ SOA \S+ \S+ (\d+) /.exec(text)?.[1])

/** Writes it, and waits until name servers and resolvers give it; nothing of what was there is remembered. */
async function publish(zone: string, text: string): Promise<void> {
  const serial = serialOf(await inNames(`cat one/${zone}`)) + 1
  const next = text.replace(/( SOA \S+ \S+ )\d+ /, `$1${serial} `)
  await inNames(`cat > one/${zone} && cp one/${zone} two/${zone} && touch run/changed`, next)
  await inNames('kill -HUP $(cat run/one.pid run/two.pid)')
  const isGiven = async (server: string): Promise<boolean> =>
    (await inNames(`drill @${server} ${zone} SOA`)).includes(` ${serial} `)
  for (const server of NAME_SERVER_IPS)
    await until(`${zone} at ${server}`, 20_000, () => isGiven(server))
  await inNames('pkill -HUP -x unbound')
  for (const server of RESOLVER_IPS)
    await until(`${zone} by ${server}`, 20_000, () => isGiven(server))
}

/** Changes the text of an unsigned zone; the undo puts it back. */
export async function editZone(zone: string, edit: (text: string) => string): Promise<Undo> {
  const before = await inNames(`cat one/${zone}`)
  const after = edit(before)
  if (after === before) throw new Error(`nothing to change in the zone ${zone}`)
  await publish(zone, `${after}\n`)
  return () => publish(zone, `${before}\n`)
}

/** Back to the zones as the container starts with. */
export async function resetZones(): Promise<void> {
  if ((await inNames('test -e run/changed && echo yes || true')) !== 'yes') return
  await docker(['restart', '-t', '1', NAMES])
  for (const server of [...NAME_SERVER_IPS, ...RESOLVER_IPS])
    await until(`the zones at ${server}`, 20_000, async () =>
      (await inNames(`drill @${server} example.test MX`)).includes('mail.example.test'),
    )
}
