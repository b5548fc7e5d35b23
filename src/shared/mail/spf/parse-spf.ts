/** The grammar of an SPF record (RFC 7208, 12). */
import { parseIp } from '../ip-address.ts'
import type { Qualifier, SpfMechanism, SpfModifier, SpfRecord } from './types.ts'

/** Whether a TXT is an SPF record at all (RFC 7208, 4.5). */
export const isSpf = (text: string): boolean => /^v=spf1(?: |$)/i.test(text)

/** `%{…}` of names; `c`, `r` and `t` are for explanations alone (RFC 7208, 7.2). */
const macro = String.raw`%\{[slodipvh](?:[1-9]\d*)?r?[.\-+,/_=]*\}|%%|%_|%-`
const explanationMacro = String.raw`%\{[slodipvhcrt](?:[1-9]\d*)?r?[.\-+,/_=]*\}|%%|%_|%-`
const literal = String.raw`[!-$&-~]`
const topLabel = String.raw`(?:[a-z0-9]*[a-z][a-z0-9]*|[a-z0-9]+-[a-z0-9-]*[a-z0-9])`
const macroString = new RegExp(`^(?:${explanationMacro}|${literal})*$`, 'i')
const nameMacros = new RegExp(`^(?:${macro}|${literal})*$`, 'i')
const domainEnd = new RegExp(
  String.raw`(?:\.${topLabel}\.?|%\{[slodipvh](?:[1-9]\d*)?r?[.\-+,/_=]*\}|%%|%_|%-)$`,
  'i',
)

const isDomainSpec = (text: string): boolean =>
  text !== '' && nameMacros.test(text) && domainEnd.test(text)

const number = (text: string | undefined, max: number): number | undefined =>
  text !== undefined && /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= max
    ? Number(text)
    : undefined

type Rest = Omit<SpfMechanism, 'qualifier' | 'text'>

/** `a` and `mx`: an optional name, then an optional length for each family. */
function hosts(kind: 'a' | 'mx', rest: string): Rest | undefined {
  const [, name, four, six] = /^(:.*?)?(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(rest) ?? []
  if (rest !== '' && name === undefined && four === undefined && six === undefined) return undefined
  const target = name?.slice(1)
  if (target !== undefined && !isDomainSpec(target)) return undefined
  const bits4 = number(four, 32)
  const bits6 = number(six, 128)
  if ((four !== undefined && bits4 === undefined) || (six !== undefined && bits6 === undefined))
    return undefined
  return {
    kind,
    ...(target !== undefined && { target }),
    ...(bits4 !== undefined && { bits4 }),
    ...(bits6 !== undefined && { bits6 }),
  }
}

function network(kind: 'ip4' | 'ip6', rest: string): Rest | undefined {
  const [, target, length] = /^:([^/]+)(?:\/(.*))?$/.exec(rest) ?? []
  const isFour = kind === 'ip4'
  if (target === undefined || parseIp(target)?.family !== (isFour ? 4 : 6)) return undefined
  const bits = length === undefined ? undefined : number(length, isFour ? 32 : 128)
  if (length !== undefined && bits === undefined) return undefined
  return { kind, target, ...(bits !== undefined && (isFour ? { bits4: bits } : { bits6: bits })) }
}

function mechanismOf(kind: string, rest: string): Rest | undefined {
  switch (kind) {
    case 'all':
      return rest === '' ? { kind } : undefined
    case 'a':
    case 'mx':
      return hosts(kind, rest)
    case 'ip4':
    case 'ip6':
      return network(kind, rest)
    case 'ptr':
      if (rest === '') return { kind }
      return rest.startsWith(':') && isDomainSpec(rest.slice(1))
        ? { kind, target: rest.slice(1) }
        : undefined
    case 'include':
    case 'exists':
      return rest.startsWith(':') && isDomainSpec(rest.slice(1))
        ? { kind, target: rest.slice(1) }
        : undefined
    default:
      return undefined
  }
}

function modifierOf(text: string): SpfModifier | undefined {
  const [, name, value] = /^([a-z][a-z0-9\-_.]*)=(.*)$/is.exec(text) ?? []
  if (name === undefined || value === undefined) return undefined
  const isNamed = /^(redirect|exp)$/i.test(name)
  if (isNamed ? !isDomainSpec(value) : !macroString.test(value)) return undefined
  return { name: name.toLowerCase(), value, text }
}

function termOf(text: string): SpfMechanism | undefined {
  const [, qualifier, kind, rest] =
    /^([+\-~?]?)([a-z][a-z0-9\-_.]*)((?:[:/].*)?)$/is.exec(text) ?? []
  if (kind === undefined || rest === undefined) return undefined
  const found = mechanismOf(kind.toLowerCase(), rest)
  // The group above lets nothing else through.
  return found && { ...found, qualifier: (qualifier === '' ? '+' : qualifier) as Qualifier, text }
}

/** Takes a record apart. What breaks the grammar is in `broken`; a modifier that may stand once and stands twice is too. */
export function parseSpf(record: string): SpfRecord {
  const terms = record.slice('v=spf1'.length).split(' ').filter(Boolean)
  const mechanisms: SpfMechanism[] = []
  const modifiers: SpfModifier[] = []
  const broken: string[] = []
  for (const text of terms) {
    const modifier = modifierOf(text)
    const mechanism = modifier ? undefined : termOf(text)
    const isTwice =
      modifier !== undefined &&
      /^(redirect|exp)$/.test(modifier.name) &&
      modifiers.some(({ name }) => name === modifier.name)
    if (modifier && !isTwice) modifiers.push(modifier)
    else if (mechanism) mechanisms.push(mechanism)
    else broken.push(text)
  }
  return { mechanisms, modifiers, broken }
}
