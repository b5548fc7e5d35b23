/** What a version of Mailu can do (`mailu.md` 2.2, 2.3). Pure. */
import type { Capabilities } from '../../shared/model/stack.ts'
import type { z } from '../../shared/zod.ts'
import { firstOf } from './services.ts'
import type { Container } from './container.ts'
import { parseImage, versionOfTag } from './discovery/mailu-images.ts'
import { isOlder } from '../../shared/mailu-version.ts'

/** First version without CVE-2026-49217, and the one that brought the endpoint in question. */
const hole = { since: '2024.06', fixed: '2024.06.52' }

/** `2024.06` without a third number floats: which of its builds runs is not known. */
const isFloating = (version: string): boolean => /^\d{4}\.\d{2}$/.test(version)

/** Unknown is never reported as bad: without a version nothing is claimed. */
export function capabilitiesOf(version: string | undefined): z.infer<typeof Capabilities> {
  const has = (since: string): boolean => version !== undefined && !isOlder(version, since)
  return {
    api: has('2.0'),
    hasTokens: has('2024.06'),
    fetchScan: has('2.0'),
    ports: has('2024.06'),
    hasKnownHole:
      version !== undefined &&
      /^\d/.test(version) &&
      !isFloating(version) &&
      has(hole.since) &&
      isOlder(version, hole.fixed),
  }
}

/** The version by admin's label, which names the build, else by an image's tag. */
export function versionOf(containers: readonly Container[]): string | undefined {
  const core = ['admin', 'front', 'smtp', 'imap'].flatMap(name => firstOf(containers, name) ?? [])
  const label = core
    .map(one => one.labels['version'])
    .find(text => text !== undefined && text !== '')
  if (label !== undefined) return label
  return core.map(one => versionOfTag(parseImage(one.image).tag)).find(tag => tag !== undefined)
}

/** The storage root as the mounts tell it: what admin has as `/data`, without that last part. */
export function storageRootOf(containers: readonly Container[]): string | undefined {
  const data = firstOf(containers, 'admin')?.mounts.find(
    ({ destination }) => destination === '/data',
  )
  return data?.source.endsWith('/data') === true ? data.source.slice(0, -'/data'.length) : undefined
}
