/** Reads Authentication-Results (RFC 8601) as large providers really write it. */
import { withoutComments } from './read-headers.ts'

export interface AuthenticationResult {
  /** Lower case: `dkim`, `spf`, `dmarc`, `arc`, … */
  readonly method: string
  /** Lower case: `pass`, `fail`, `none`, … */
  readonly result: string
  readonly comment: string
  /** `header.d`, `smtp.mailfrom`, `reason`, … lower-case names. */
  readonly properties: Readonly<Record<string, string>>
}

export interface AuthenticationResults {
  /** Who says so; empty where the provider leaves it out, as Outlook.com does. */
  readonly server: string
  readonly results: readonly AuthenticationResult[]
}

/** Cut at semicolons that are neither quoted nor in a comment. */
function cut(value: string): readonly string[] {
  const parts: string[] = ['']
  let depth = 0
  let isQuoted = false
  for (const char of value) {
    if (char === '"' && depth === 0) isQuoted = !isQuoted
    if (!isQuoted && char === '(') depth++
    if (!isQuoted && char === ')') depth = Math.max(0, depth - 1)
    if (char === ';' && depth === 0 && !isQuoted) parts.push('')
    else parts.push((parts.pop() ?? '') + char)
  }
  return parts.map(part => part.trim())
}

const methodForm = /^([a-z0-9-]+)(?:\s*\/\s*\d+)?\s*=\s*([a-z0-9_-]+)(.*)$/is
const propertyForm = /([a-z0-9._-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^\s;]+)/gi

function resultOf(part: string): AuthenticationResult | undefined {
  const { text, comments } = withoutComments(part)
  const [, method = '', result = '', rest = ''] = methodForm.exec(text.trim()) ?? []
  if (method === '') return undefined
  const properties: Record<string, string> = {}
  for (const [, name = '', value = ''] of rest.matchAll(propertyForm))
    properties[name.toLowerCase()] ??= value.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1')
  return {
    method: method.toLowerCase(),
    result: result.toLowerCase(),
    comment: comments.join('; '),
    properties,
  }
}

/** One header's value. Never throws: what is not understood is left out. */
export function parseAuthenticationResults(value: string): AuthenticationResults {
  const [first = '', ...rest] = cut(value)
  const head = withoutComments(first).text.trim()
  // Outlook.com begins with the first method.
  const isServer = !methodForm.test(head)
  const parts = isServer ? rest : [first, ...rest]
  return {
    server: isServer ? (head.split(/\s/)[0] ?? '').toLowerCase() : '',
    results: parts.flatMap(part => resultOf(part) ?? []),
  }
}
