/** Whether a value is of the type that the catalogue demands; what is wrong with it is a code with params, the sentence is in the catalogue. */
import { isIP } from 'node:net'
import type { EnvKeyFacts, EnvValueType } from '../../../shared/model/env-catalogue.ts'
import type { EnvProblemCode } from '../../../shared/locales/en/env-problems.ts'
import { networkOf, readNetwork } from './network.ts'

export interface ValueFault {
  readonly code: EnvProblemCode
  readonly params: Readonly<Record<string, string | number>>
}

type Fault = ValueFault | undefined
type TypeOf<K extends EnvValueType['kind']> = Extract<EnvValueType, { kind: K }>

const fault = (code: EnvProblemCode, params: ValueFault['params'] = {}): ValueFault => ({
  code,
  params,
})
const items = (value: string, separator: RegExp): string[] =>
  value
    .split(separator)
    .map(item => item.trim())
    .filter(item => item !== '')

const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?'
const domain = new RegExp(`^${label}(?:\\.${label})+\\.?$`, 'u')
const host = new RegExp(`^${label}(?:[._]${label})*\\.?$`, 'u')
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const rate = /^\d+\s*(?:\/|\s*per\s*)\s*\d*\s*(?:second|minute|hour|day|month|year)s?$/i
const isPort = (text: string): boolean =>
  /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535
const isHost = (text: string): boolean => host.test(text) || isIP(text) !== 0

function checkInteger(type: TypeOf<'integer'>, value: string): Fault {
  const unit = type.unit === undefined ? '' : ` ${type.unit}`
  if (!/^-?\d+$/.test(value))
    return type.unit ? fault('not-number-of', { unit: type.unit }) : fault('not-integer')
  // As text where it is larger than a number can tell: the comparison holds all the same.
  if (type.min !== undefined && Number(value) < type.min)
    return fault('too-small', { min: type.min, unit })
  if (type.max !== undefined && Number(value) > type.max)
    return fault('too-large', { max: type.max, unit })
  return undefined
}

function checkCidr(type: TypeOf<'cidr'>, value: string): Fault {
  const example = type.family === 'ipv4' ? '192.168.203.0/24' : 'fd00:beef::/64'
  const network = readNetwork(value)
  if (network?.family !== type.family || !value.includes('/')) return fault('not-cidr', { example })
  // Python's ip_network, with which Mailu reads it, is strict about bits after the prefix.
  const meant = networkOf(network)
  return meant === undefined ? undefined : fault('cidr-host-bits', { meant })
}

function checkRelayHost(value: string): Fault {
  const match = /^(?:\[([^\]]+)\]|([^[\]:]+))(?::(\d+))?$/.exec(value)
  const name = match?.[1] ?? match?.[2] ?? ''
  const isFine = isHost(name) && (match?.[3] === undefined || isPort(match[3]))
  return isFine ? undefined : fault('not-relay-host')
}

function checkText(type: TypeOf<'text' | 'secret'>, value: string): Fault {
  if (type.kind === 'secret' && type.min !== undefined && value.length < type.min)
    return fault('too-short', { min: type.min })
  if (type.forbids !== undefined && value.includes(type.forbids))
    return fault('forbidden-character', { character: type.forbids })
  if (type.noOuterBlanks && value.trim() !== value) return fault('outer-blanks')
  if (type.startsWith !== undefined && !value.startsWith(type.startsWith))
    return fault('must-start-with', {
      start: type.startsWith === ' ' ? 'a blank' : type.startsWith,
    })
  return undefined
}

function isTimeZone(value: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).format(0) !== ''
  } catch {
    return false
  }
}

function isUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}

/** The first item of a list that is not as it should be. */
const firstBad = (
  value: string,
  separator: RegExp,
  isFine: (item: string) => boolean,
): string | undefined => {
  const all = items(value, separator)
  return all.length === 0 ? value : all.find(item => !isFine(item))
}

const checkList = (code: EnvProblemCode, bad: string | undefined): Fault =>
  bad === undefined ? undefined : fault(code, { value: bad })

const isEmail = (text: string): boolean => {
  const at = text.lastIndexOf('@')
  return at > 0 && localPart.test(text.slice(0, at)) && host.test(text.slice(at + 1))
}

const oneOf = (values: readonly string[], value: string): Fault =>
  values.includes(value) ? undefined : fault('not-one-of', { values: values.join(', ') })

function checkType(type: EnvValueType, value: string): Fault {
  const when = (isFine: boolean, code: EnvProblemCode): Fault => (isFine ? undefined : fault(code))
  switch (type.kind) {
    case 'flag':
      return undefined
    case 'boolean':
      return when(
        ['true', 'false', 'yes', 'no', ...(type.also ?? [])].includes(value.toLowerCase()),
        'not-boolean',
      )
    case 'integer':
      return checkInteger(type, value)
    case 'rate':
      return checkList(
        'not-rate',
        firstBad(value, /[;,|]/, item => rate.test(item)),
      )
    case 'cidr':
      return checkCidr(type, value)
    case 'cidr-list':
      return checkList(
        'not-cidr-list',
        firstBad(value, /[,\s]/, item => readNetwork(item) !== undefined),
      )
    case 'domain':
      return when(domain.test(value), 'not-domain')
    case 'host':
      return when(isHost(value), 'not-address-host')
    case 'host-list':
      return checkList(
        'not-host',
        firstBad(value, /,/, item => host.test(item)),
      )
    case 'relay-host':
      return checkRelayHost(value)
    case 'email-list':
      return checkList('not-email', firstBad(value, /,/, isEmail))
    case 'local-part':
      return when(localPart.test(value), 'not-local-part')
    case 'enum':
      return oneOf([...type.values, ...(type.old ?? [])], value)
    case 'path':
      return when(value.startsWith('/') || (type.also ?? []).includes(value), 'not-path')
    case 'file-name':
      return when(/^[^/\0]+$/.test(value), 'not-file-name')
    case 'url':
      return when(isUrl(value), 'not-url')
    case 'ports':
      if (type.words?.includes(value)) return undefined
      return checkList('not-ports', firstBad(value, /,/, isPort))
    case 'time-zone':
      return when(isTimeZone(value), 'not-time-zone')
    case 'languages':
      if (/^(?:off|false|0)$/i.test(value)) return undefined
      return when(
        items(value, /[,\s]/).every(item => /^[a-z]{2,3}$/i.test(item)),
        'not-languages',
      )
    case 'text':
    case 'secret':
      return checkText(type, value)
    default:
      return type satisfies never
  }
}

/** Undefined when the value suits the key. A secret's value is never among the params. */
export function checkValue(facts: EnvKeyFacts, value: string): ValueFault | undefined {
  if (value === '')
    return facts.mayBeEmpty ? undefined : fault('must-not-be-empty', { key: facts.key })
  const found = checkType(facts.type, value)
  if (!found) return undefined
  const shown: ValueFault['params'] = facts.type.kind === 'secret' ? {} : { value }
  return { code: found.code, params: { key: facts.key, ...shown, ...found.params } }
}
