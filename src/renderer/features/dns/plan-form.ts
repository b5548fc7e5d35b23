/** The choices of a plan as a form holds them, and back. */
import type { DomainPlan, PlanOptions } from '../../../shared/model/dns.ts'

export interface PlanForm {
  /** Hosts with their numbers, with commas between. */
  backup: string
  /** Empty: one step after what is published. */
  stage: string
  mtaSts: string
  isRewritten: boolean
  copied: Record<string, string>
}

/** Where the person gives none: after the server's own 10. */
const usualPreference = 20

export function formOf({ needs, options }: DomainPlan): PlanForm {
  const copied = options.copied ?? {}
  return {
    backup: (options.backupMx ?? [])
      .map(({ host, preference }) => `${host} ${String(preference)}`)
      .join(', '),
    stage: options.dmarcStage ?? '',
    mtaSts: options.mtaSts ?? 'testing',
    isRewritten: options.isRewritten ?? false,
    copied: Object.fromEntries(needs.map(({ key }) => [key, copied[key] ?? ''])),
  }
}

/** `mx.example.net 30, other.example.net`; what is no host is left out. */
function hostsOf(text: string): { host: string; preference: number }[] {
  return text
    .split(/[,\n]/)
    .map(part => part.trim().split(/\s+/))
    .flatMap(([host = '', number]) => {
      const preference = number === undefined ? usualPreference : Number(number)
      const isFit = host !== '' && Number.isInteger(preference) && preference <= 65_535
      return isFit ? [{ host: host.replace(/\.$/, '').toLowerCase(), preference }] : []
    })
}

export function choicesOf(form: PlanForm): PlanOptions {
  const backupMx = hostsOf(form.backup)
  const copied = Object.fromEntries(
    Object.entries(form.copied)
      .map(([key, value]) => [key, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  )
  const stage = (['none', 'quarantine', 'reject'] as const).find(one => one === form.stage)
  return {
    ...(backupMx.length > 0 && { backupMx }),
    ...(stage && { dmarcStage: stage }),
    ...(form.isRewritten && { isRewritten: true }),
    ...(Object.keys(copied).length > 0 && { copied }),
    mtaSts: form.mtaSts === 'enforce' ? 'enforce' : 'testing',
  }
}
