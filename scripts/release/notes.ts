/** The notes of a release: what changed, what there is to fetch, and how far it can be trusted. The same input gives the same bytes. */
import type { Checksum } from './checksums.ts'
import { listName, signatureName } from './checksums.ts'

/** The part of the changelog under `## VERSION`, else under `## Unreleased`. */
export function changesOf(changelog: string, version: string): string {
  const parts = changelog.split(/^## /m).slice(1)
  const titled = (title: string) =>
    parts.find(part => part.split(/\r?\n/)[0]?.split(' ')[0] === title)
  const part = titled(version) ?? titled('Unreleased') ?? ''
  return part.split(/\r?\n/).slice(1).join('\n').trim()
}

const systems: readonly (readonly [RegExp, string])[] = [
  [/-linux-.*\.AppImage$/, 'Linux, any: make it executable and start it'],
  [/-linux-.*\.deb$/, 'Debian, Ubuntu and kin'],
  [/-linux-.*\.rpm$/, 'Fedora, openSUSE and kin'],
  [/-mac-.*\.dmg$/, 'macOS'],
  [/-win-.*\.exe$/, 'Windows'],
  [/\.cdx\.json$/, 'bill of materials (CycloneDX)'],
  [/^verify-release\.sh$/, 'checks the files that you fetched'],
]

const describe = (name: string): string =>
  systems.find(([pattern]) => pattern.test(name))?.[1] ?? ''

const trust = {
  linux: 'The Linux packages are unsigned: no signed list of checksums vouches for them.',
  mac: 'The macOS images are unsigned and not notarised: macOS will refuse them until you allow it under Privacy & Security, and asks for the keychain after each update.',
  win: 'The Windows installers are unsigned: SmartScreen will warn.',
} as const

/** What is said of each system that nothing vouches for. */
function unsignedWords(names: readonly string[]): string[] {
  return Object.entries(trust)
    .filter(([system]) =>
      names.some(name => name.includes(`-${system}-`) && name.includes('-unsigned.')),
    )
    .map(([, words]) => words)
}

export interface ReleaseFacts {
  readonly version: string
  readonly changelog: string
  readonly sums: readonly Checksum[]
  readonly isListSigned: boolean
}

/** Markdown. */
export function releaseNotes({ version, changelog, sums, isListSigned }: ReleaseFacts): string {
  const unsigned = unsignedWords(sums.map(({ name }) => name))
  const rows = sums.map(({ name, sha256 }) => `| ${name} | ${describe(name)} | \`${sha256}\` |`)
  const check = isListSigned
    ? `\`${listName}\` is signed (\`${signatureName}\`): \`sh verify-release.sh --signers FILE .\` with the project's signers.`
    : `\`${listName}\` is unsigned: \`sh verify-release.sh .\` finds damage, but cannot tell who made the files.`
  return [
    `# Postern ${version}`,
    changesOf(changelog, version),
    '## Trust',
    [...(unsigned.length > 0 ? unsigned : ['Every package is signed.']), check]
      .map(line => `- ${line}`)
      .join('\n'),
    '## Files',
    ['| file | for | SHA-256 |', '| --- | --- | --- |', ...rows].join('\n'),
    '',
  ].join('\n\n')
}
