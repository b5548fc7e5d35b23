import { readFile, writeFile } from 'node:fs/promises'
import type { Lab } from './lab.ts'
import { compose } from './make/project.ts'

/** Set keys of the project's mailu.env in place, as somebody with an editor would, and recreate these services alone. */
export async function setEnv(
  lab: Lab,
  values: Readonly<Record<string, string>>,
  ...services: readonly string[]
): Promise<void> {
  const project = lab.projects.find(one => one.isMailu)!
  let text = await readFile(project.envFile!, 'utf8')
  for (const [key, value] of Object.entries(values)) {
    const line = `${key}=${value}`
    const old = new RegExp(`^${key}=.*$`, 'm')
    text = old.test(text) ? text.replace(old, () => line) : `${text}${line}\n`
  }
  await writeFile(project.envFile!, text)
  if (services.length > 0) await compose(project.dir, ['up', '-d', '--no-deps', ...services])
}

/** The keys that send mail to the outside through the lab's relay, with its certificate checked. */
export const relaySettings = (lab: Lab, more: Readonly<Record<string, string>> = {}) => ({
  RELAYHOST: `[${lab.relay.host}]:587`,
  RELAYUSER: lab.relay.user,
  RELAYPASSWORD: lab.relay.password,
  OUTBOUND_TLS_LEVEL: 'secure',
  ...more,
})
