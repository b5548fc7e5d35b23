/** A value that a schema accepts, made from the schema itself: every optional part is there once. */
import { z } from '../../src/shared/zod.ts'

interface Json {
  readonly type?: string
  readonly format?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly anyOf?: readonly Json[]
  readonly oneOf?: readonly Json[]
  readonly properties?: Readonly<Record<string, Json>>
  readonly items?: Json
  readonly minimum?: number
  readonly minLength?: number
  readonly pattern?: string
}

const texts: Readonly<Record<string, string>> = {
  'date-time': '2026-11-22T10:00:00Z',
  date: '2026-11-22',
  uri: 'https://example.org/',
  base64: 'QT0xCg==',
}

function exampleOfJson(json: Json, name: string): unknown {
  if (json.const !== undefined) return json.const
  if (json.enum) return json.enum[0]
  if (json.default !== undefined) return json.default
  const choice = json.anyOf?.[0] ?? json.oneOf?.[0]
  if (choice) return exampleOfJson(choice, name)
  switch (json.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(json.properties ?? {}).map(([key, part]) => [key, exampleOfJson(part, key)]),
      )
    case 'array':
      return [exampleOfJson(json.items ?? {}, name)]
    case 'string':
      return texts[json.format ?? ''] ?? name.slice(0, 2).padEnd(json.minLength ?? 2, 'x')
    case 'integer':
    case 'number':
      return Math.max(json.minimum ?? 1, 0)
    case 'boolean':
      return true
    default:
      // `code` of an error is checked by a function, which JSON Schema cannot say.
      return name === 'code' ? 'timed-out' : undefined
  }
}

/** An example of what a schema's output side accepts. */
export const exampleOf = (schema: z.ZodType): unknown =>
  exampleOfJson(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as Json, 'value')
