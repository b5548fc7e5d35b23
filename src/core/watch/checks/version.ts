/** Whether the running build of Mailu has a hole that is known here. */
import type { Outcome } from '../../../shared/model/watch.ts'
import { isOlder } from '../../../shared/mailu-version.ts'
import type { Check } from '../check.ts'
import type { AdvisoryFile } from './advisories.ts'
import { contacts } from './contacts.ts'
import { guarded, right, unknown, wrong } from './outcomes.ts'
import type { Place } from './place.ts'
import { isOutcome, running } from './published.ts'
import { versionCommand } from './remote-commands.ts'

/** `2024.06.57`, `2.0.30`, `1.9.18`: a build and not only its line, of which nobody knows how new it is. */
const isBuild = (version: string): boolean => /^\d+\.\d+\.\d+$/.test(version)

/** What is unknown here is not called safe, and what is unknown of the server is not called bad. */
export function judgeVersion(version: string | undefined, known: AdvisoryFile): Outcome {
  const { knownUntil, advisories } = known
  if (version === undefined || version === '') return unknown('version-unknown', {})
  if (!isBuild(version)) return unknown('version-no-build', { version: version.slice(0, 40) })
  const holes = advisories.filter(
    ({ since, fixed }) => !isOlder(version, since) && isOlder(version, fixed),
  )
  const [first] = holes
  if (!first) return right('version-no-hole', { version, date: knownUntil })
  const newest = holes.map(one => one.fixed).reduce((a, b) => (isOlder(a, b) ? b : a))
  const raw = holes.map(one => `${one.id}: ${one.title} ${one.source}`).join('\n')
  return wrong(
    'version-has-hole',
    { version, id: first.id, title: first.title, fixed: newest },
    { raw },
  )
}

export function versionCheck(place: Place): Check {
  return {
    id: 'version',
    lamp: undefined,
    vantage: 'server',
    dependsOn: ['path'],
    intervalMs: 24 * 3_600_000,
    timeoutMs: 60_000,
    failAfter: 1,
    recoverAfter: 1,
    severity: 'needs-you',
    contacts: () => [contacts.command('/version')],
    run: guarded(async signal => {
      const stack = await place.stack(signal)
      let { version } = stack
      const admin = running(stack, 'admin')
      if ((version === undefined || !isBuild(version)) && !isOutcome(admin)) {
        const options = { signal, asRoot: stack.rights, timeoutMs: 15_000 }
        const result = await stack.host.run(versionCommand, [admin.id], options)
        version = result.stdout.toString('utf8').trim().split('\n')[0] || version
      }
      return judgeVersion(version, await place.deps.advisories())
    }),
  }
}
