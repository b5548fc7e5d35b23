/** Where mail is handed in at a stack: what front publishes of the submission ports. */
import { publishedAddress, type PublishedPort } from '../../net/connect/published-address.ts'

export interface SubmissionDoor {
  readonly host: string
  readonly port: number
  readonly isImplicitTls: boolean
  /** The first of HOSTNAMES, which its certificate is for. */
  readonly name: string
}

/** 465 first, which cannot be switched off (`mailu.md` 1.4, PORTS); undefined where front publishes neither. */
export function submissionDoor(
  front:
    | { readonly env: Readonly<Record<string, string>>; readonly ports: readonly PublishedPort[] }
    | undefined,
): SubmissionDoor | undefined {
  for (const inside of [465, 587]) {
    const found = front && publishedAddress(front.ports, inside)
    if (found?.family !== 4) continue
    const name = (front?.env['HOSTNAMES'] ?? '').split(',')[0]?.trim() ?? ''
    const { host, port } = found
    return { host, port, isImplicitTls: inside === 465, name }
  }
  return undefined
}
