/** The bill of materials: npm's own, from the lock file alone, with what would differ from run to run made the same. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { projectRoot } from '../electron/runtime.ts'

interface Bill {
  serialNumber: string
  metadata: { timestamp: string; component: { name: string; type: string } }
  components: readonly { readonly name: string; readonly version: string }[]
}

/** A UUID out of the content itself (RFC 9562, version 8). */
function contentId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}

/** Makes npm's answer the same for the same lock file and moment; `name` instead of the folder's. */
export function settleBill(text: string, name: string, at: Date): string {
  const bill = JSON.parse(text) as Bill // npm's CycloneDX 1.5
  bill.metadata.timestamp = at.toISOString()
  bill.metadata.component.name = name
  bill.serialNumber = ''
  bill.serialNumber = `urn:uuid:${contentId(JSON.stringify(bill))}`
  return `${JSON.stringify(bill, null, 2)}\n`
}

/** CycloneDX of everything that the app is built with. */
export function billOfMaterials(at: Date): string {
  const words = [
    'sbom',
    '--package-lock-only',
    '--sbom-format=cyclonedx',
    '--sbom-type=application',
  ]
  const answer = execFileSync('npm', words, {
    cwd: projectRoot,
    encoding: 'utf8',
    maxBuffer: 64_000_000,
    shell: process.platform === 'win32',
  })
  return settleBill(answer, 'postern', at)
}
