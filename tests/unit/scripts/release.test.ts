/** What is published beside the packages, and the script by which a reader checks it. */
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checksumList, checksumsOf } from '../../../scripts/release/checksums.ts'
import { changesOf, releaseNotes } from '../../../scripts/release/notes.ts'
import { billOfMaterials, settleBill } from '../../../scripts/release/sbom.ts'
import { signingOf, systemOf } from '../../../scripts/release/signing.ts'
import { signList } from '../../../scripts/release/sign-list.ts'
import { unpackedExecutables } from '../../../scripts/release/unpacked.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { projectRoot } from '../law/project-files.ts'

const verifyScript = join(projectRoot, 'scripts/release/verify-release.sh')
const packages = ['postern-1.2.3-linux-amd64.deb', 'postern-1.2.3-mac-arm64-unsigned.dmg']

interface Published {
  readonly folder: string
  readonly signers: string
  verify(...words: string[]): { readonly code: number | null; readonly said: string }
}

/** A folder as the workflow leaves it. `key`: signs the list. */
async function publish({ isSigned = false } = {}): Promise<Published> {
  const folder = await tempFolder()
  const keys = await tempFolder()
  for (const name of packages) writeFileSync(join(folder, name), `bytes of ${name}`)
  copyFileSync(verifyScript, join(folder, 'verify-release.sh'))
  writeFileSync(join(folder, 'SHA256SUMS'), checksumList(await checksumsOf(folder)))
  const signers = join(keys, 'signers')
  if (isSigned) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(keys, 'key')])
    const [type, blob] = readFileSync(join(keys, 'key.pub'), 'utf8').split(' ')
    writeFileSync(signers, `release@postern ${type} ${blob}\n`)
    signList(folder, join(keys, 'key'))
  }
  return {
    folder,
    signers,
    verify(...words) {
      const run = spawnSync('sh', [join(folder, 'verify-release.sh'), ...words, folder], {
        encoding: 'utf8',
      })
      return { code: run.status, said: `${run.stdout}${run.stderr}`.trim() }
    },
  }
}

describe('the verify script', () => {
  test('N9e passes on what was published, and says that nobody signed it', async () => {
    const { verify } = await publish()
    expect(verify()).toEqual({ code: 0, said: expect.stringMatching(/^Good: 3 files .* unsigned/) })
  })

  test('N9e passes on a signed list for whoever names the signers', async () => {
    const { verify, signers } = await publish({ isSigned: true })
    expect(verify('--signers', signers)).toEqual({
      code: 0,
      said: expect.stringMatching(/the list is signed\.$/),
    })
    expect(verify()).toEqual({ code: 0, said: expect.stringMatching(/was not checked/) })
  })

  test('N9e fails on a file with one changed bit, and names it', async () => {
    const { folder, verify } = await publish()
    const file = join(folder, packages[0]!)
    const bytes = readFileSync(file)
    bytes[0]! ^= 1
    writeFileSync(file, bytes)
    expect(verify()).toEqual({ code: 1, said: `NOT GOOD: ${packages[0]} was changed` })
  })

  test('N9e fails on a list that was made anew after the change, since its signature is of the old one', async () => {
    const { folder, signers, verify } = await publish({ isSigned: true })
    writeFileSync(join(folder, packages[0]!), 'evil')
    writeFileSync(join(folder, 'SHA256SUMS'), checksumList(await checksumsOf(folder)))
    expect(verify('--signers', signers)).toEqual({
      code: 1,
      said: expect.stringContaining('NOT GOOD: SHA256SUMS is not signed by any of those'),
    })
  })

  test('N9e fails on a signature of somebody else', async () => {
    const [ours, theirs] = [await publish({ isSigned: true }), await publish({ isSigned: true })]
    expect(theirs.verify('--signers', ours.signers).code).toBe(1)
  })

  test('N9e fails where a signature is wanted and there is none', async () => {
    const { verify } = await publish()
    const signers = join(await tempFolder(), 'signers')
    writeFileSync(signers, '')
    expect(verify('--signers', signers)).toEqual({
      code: 1,
      said: 'NOT GOOD: SHA256SUMS is unsigned',
    })
  })

  test('N9e fails on a file that is not on the list, and on one under another’s name', async () => {
    const added = await publish()
    writeFileSync(join(added.folder, 'extra.exe'), 'x')
    expect(added.verify()).toEqual({ code: 1, said: 'NOT GOOD: extra.exe is not on the list' })
    const swapped = await publish()
    renameSync(join(swapped.folder, packages[0]!), join(swapped.folder, packages[1]!))
    expect(swapped.verify()).toEqual({ code: 1, said: `NOT GOOD: ${packages[1]} was changed` })
  })

  test('N9e takes a part of the files, and names what is not there', async () => {
    const { folder, verify } = await publish()
    rmSync(join(folder, packages[1]!))
    expect(verify()).toEqual({
      code: 0,
      said: expect.stringContaining(`not here:\n  ${packages[1]}`),
    })
  })

  test('N9e fails where there is nothing to check', async () => {
    const folder = await tempFolder()
    const run = spawnSync('sh', [verifyScript, folder], { encoding: 'utf8' })
    expect([run.status, run.stderr.trim()]).toEqual([1, 'NOT GOOD: SHA256SUMS is missing'])
  })
})

describe('the notes', () => {
  const changelog = '# Changelog\n\n## Unreleased\n\n- New.\n\n## 1.2.3 (2026-11-23)\n\n- Old.\n'
  const sums = packages.map(name => ({ name, sha256: 'a'.repeat(64) }))
  const facts = { version: '1.2.3', changelog, sums, isListSigned: false }

  test('take the version’s own part of the changelog, else what is not released yet', () => {
    expect([changesOf(changelog, '1.2.3'), changesOf(changelog, '9.9.9')]).toEqual([
      '- Old.',
      '- New.',
    ])
  })

  test('N9e say "unsigned" of exactly what is, and how to check the rest', () => {
    const text = releaseNotes(facts)
    expect(text).toContain('The macOS images are unsigned and not notarised')
    expect(text).not.toMatch(/Linux packages are unsigned|Windows installers are unsigned/)
    expect(text).toContain('`SHA256SUMS` is unsigned')
    expect(releaseNotes({ ...facts, isListSigned: true })).toContain('SHA256SUMS.sig')
  })

  test('N9e list every file with its checksum, and are the same bytes again', () => {
    const text = releaseNotes(facts)
    expect(packages.every(name => text.includes(`| ${name} |`))).toBe(true)
    expect(releaseNotes(facts)).toBe(text)
  })
})

describe('the bill of materials', () => {
  const at = new Date('2026-11-23T00:00:00Z')

  test('N9e names everything that the lock file has, Electron too, and is the same again', () => {
    const text = billOfMaterials(at)
    const bill = JSON.parse(text) as {
      bomFormat: string
      components: { name: string; version: string }[]
    }
    const lock = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { version: string }>
    }
    const electron = lock.packages['node_modules/electron']?.version
    expect(bill.bomFormat).toBe('CycloneDX')
    expect(bill.components).toContainEqual(
      expect.objectContaining({ name: 'electron', version: electron }),
    )
    expect(bill.components.length).toBeGreaterThan(300)
    expect(billOfMaterials(at)).toBe(text)
  }, 90_000)

  test('N9e another content has another number', () => {
    const bill = (version: string) =>
      settleBill(
        JSON.stringify({
          serialNumber: 'random',
          metadata: { timestamp: 'now', component: { name: 'folder' } },
          components: [{ name: 'a', version }],
        }),
        'postern',
        at,
      )
    const [one, other] = [bill('1'), bill('2')].map(
      text => (JSON.parse(text) as { serialNumber: string }).serialNumber,
    )
    expect(one).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(other).not.toBe(one)
  })
})

describe('signing', () => {
  const mac = {
    CSC_LINK: 'a',
    CSC_KEY_PASSWORD: 'b',
    APPLE_API_KEY_P8: 'c',
    APPLE_API_KEY_ID: 'd',
    APPLE_API_ISSUER: 'e',
  }

  test('N9e signs where all secrets are there, and says "unsigned" where there is none', () => {
    expect(signingOf('mac', mac).isSigned).toBe(true)
    expect(signingOf('windows', { CSC_LINK: '', CSC_KEY_PASSWORD: '' })).toEqual({
      isSigned: false,
      words: 'windows: unsigned, since there is no certificate',
    })
    expect([
      signingOf('linux', { RELEASE_LIST_IS_SIGNED: 'true' }).isSigned,
      signingOf('linux', { RELEASE_LIST_IS_SIGNED: 'false' }).isSigned,
    ]).toEqual([true, false])
  })

  test('N9e refuses a half: then a mistake would pass for a choice', () => {
    expect(() => signingOf('mac', { ...mac, APPLE_API_KEY_P8: '' })).toThrow(/APPLE_API_KEY_P8/)
  })

  test('knows its systems and where each leaves the app', () => {
    expect(['linux', 'darwin', 'win32'].map(systemOf)).toEqual(['linux', 'mac', 'windows'])
    expect(() => systemOf('aix')).toThrow(/aix/)
    expect([
      unpackedExecutables('linux', 'x64'),
      unpackedExecutables('darwin', 'arm64'),
      unpackedExecutables('win32', 'x64'),
    ]).toEqual([
      ['linux-unpacked/postern'],
      ['mac-arm64/Postern.app/Contents/MacOS/Postern'],
      ['win-unpacked/Postern.exe'],
    ])
  })
})
