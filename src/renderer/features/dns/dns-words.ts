/** The words of the DNS screen for what the core says in codes. */
import { en } from '../../../shared/locales/en/index.ts'
import type { DnsWords, HostField, PlannedRecord, RecordLook } from '../../../shared/model/dns.ts'
import { wordsAt } from '../../words.ts'

const technical: Readonly<Record<string, string>> = {
  spf: 'SPF',
  dkim: 'DKIM',
  dmarc: 'DMARC',
  'dmarc-report': 'DMARC',
  'mta-sts': 'MTA-STS',
  'tls-rpt': 'TLS-RPT',
  autoconfig: 'autoconfig',
  autodiscover: 'autodiscover',
}

/** `dkim.relay.s1` → `dkim.relay.s1`, `dkim.relay`, `dkim`: the most special name first. */
const lineage = (id: string): string[] => {
  const parts = id.split('.')
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('.'))
}

/** The record in plain words, for example “Who may send as you”. */
export function titleOf({ id, type }: PlannedRecord): string {
  const titles: Readonly<Record<string, string>> = en.dnsPage.titles
  return (
    lineage(id)
      .map(name => titles[name])
      .find(Boolean) ??
    titles[type.toLowerCase()] ??
    id
  )
}

/** Its technical name, for example “SPF, TXT”. */
export function labelOf({ id, type }: PlannedRecord): string {
  const name = lineage(id)
    .map(one => technical[one])
    .find(Boolean)
  return name === undefined ? type : `${name}, ${type}`
}

const at =
  (part: string) =>
  ({ code, params }: DnsWords): string | undefined =>
    wordsAt(['dns', part, code], params)

export const whyWords = at('why')
export const noteWords = at('notes')
export const findingWords = at('findings')
export const adviceWords = at('dmarc')

/** What the look found, as a half-sentence; undefined where the verdict says it all. */
export const lookWords = ({ code, params }: RecordLook): string | undefined =>
  wordsAt(['dnsLook', 'verdicts', code], params)
export const lookNoteWords = ({ code, params }: DnsWords): string | undefined =>
  wordsAt(['dnsLook', 'notes', code], params)
export const extraWords = ({ code, params }: DnsWords): string | undefined =>
  wordsAt(['dnsLook', 'extras', code], params)
export const dnssecWords = ({ code, params }: DnsWords): string | undefined =>
  wordsAt(['dnsLook', 'dnssec', code], params)
/** Why a server told nothing. */
export const silenceWords = (code: string): string | undefined =>
  wordsAt(['dnsLook', 'troubles', code])

/** A field of a DNS host's form. */
export const fieldName = (id: HostField['id']): string => en.dns.fields[id]

/** What the person must copy from the relay's page. */
export const needWords = (key: string): string => wordsAt(['relay', 'needs', key]) ?? key
