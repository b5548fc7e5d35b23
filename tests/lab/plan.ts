/** What a change of settings says it will recreate, and what it then does recreate. */
import type { HomeCli } from './home-cli.ts'
import { containerOf } from './make/project.ts'

const services = ['admin', 'antispam', 'front', 'imap', 'redis', 'resolver', 'smtp']

/** The container of each service of the stack. */
export const containerIds = async (): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(
    await Promise.all(services.map(async name => [name, await containerOf(name)] as const)),
  )

/** Previews and applies one `KEY=VALUE`; both lists sorted. */
export async function recreatedBy(
  cli: HomeCli,
  edit: string,
): Promise<{ readonly planned: readonly string[]; readonly changed: readonly string[] }> {
  const before = await containerIds()
  const plan = await cli.json(['stack', 'env', 'set', edit, '--preview'])
  await cli.json(['stack', 'env', 'set', edit])
  const after = await containerIds()
  const planned = (plan['recreate'] as { service: string }[]).map(one => one.service) // by docs/cli.md
  return {
    planned: planned.sort(),
    changed: services.filter(name => after[name] !== before[name]),
  }
}
