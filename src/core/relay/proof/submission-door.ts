/** Where mail is handed in at a stack: what front publishes of the submission ports. */
interface Published {
  /** `465/tcp`. */
  readonly inside: string
  readonly hostIp: string
  readonly hostPort: number
}

export interface SubmissionDoor {
  readonly host: string
  readonly port: number
  readonly isImplicitTls: boolean
  /** The first of HOSTNAMES, which its certificate is for. */
  readonly name: string
}

const local: Readonly<Record<string, string>> = { '': '127.0.0.1', '0.0.0.0': '127.0.0.1' }

/** 465 first, which cannot be switched off (`mailu.md` 1.4, PORTS); undefined where front publishes neither. */
export function submissionDoor(
  front:
    | { readonly env: Readonly<Record<string, string>>; readonly ports: readonly Published[] }
    | undefined,
): SubmissionDoor | undefined {
  for (const inside of [465, 587]) {
    const found = front?.ports.find(
      one => one.inside === `${inside}/tcp` && !one.hostIp.includes(':'),
    )
    if (!front || !found) continue
    const name = (front.env['HOSTNAMES'] ?? '').split(',')[0]?.trim() ?? ''
    const host = local[found.hostIp] ?? found.hostIp
    return { host, port: found.hostPort, isImplicitTls: inside === 465, name }
  }
  return undefined
}
