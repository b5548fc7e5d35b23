/** What the settings of Mailu say that matters for records (`mailu.md` 1.4). Pure. */
import { isOlder } from '../../../shared/mailu-version.ts'
import { asciiName } from './parse-facts.ts'

export interface MailEnv {
  readonly mainDomain: string
  readonly hostnames: readonly string[]
  readonly ports: readonly number[]
  readonly tlsFlavor: string
  readonly selector: string
  readonly reports: { readonly rua?: string; readonly ruf?: string }
}

const usualPorts = '25,80,443,465,993,995,4190'
const allPorts = `${usualPorts},110,143,587`

const local = (text: string | undefined): string | undefined =>
  /^[\w.+-]+$/.test(text ?? '') ? text : undefined

/**
 * @param env what the container was created with
 * @param version of Mailu; before 2024.06 there was no PORTS and every port answered
 */
export function mailEnv(
  env: Readonly<Record<string, string>>,
  version: string | undefined,
): MailEnv {
  const isOld = version !== undefined && isOlder(version, '2024.06')
  const rua = local(env['DMARC_RUA'])
  const ruf = local(env['DMARC_RUF'])
  const hostnames = (env['HOSTNAMES'] ?? '').split(',').map(asciiName).filter(Boolean)
  const ports = env['PORTS']?.trim() || (isOld ? allPorts : usualPorts)
  return {
    mainDomain: asciiName(env['DOMAIN'] ?? ''),
    hostnames,
    ports: ports.split(',').map(Number).filter(Number.isInteger),
    tlsFlavor: env['TLS_FLAVOR']?.trim().toLowerCase() || 'cert',
    selector: env['DKIM_SELECTOR']?.trim() || 'dkim',
    reports: { ...(rua !== undefined && { rua }), ...(ruf !== undefined && { ruf }) },
  }
}
