import { describe, expect, test } from 'vitest'
import { contract } from '../../src/shared/contract/index.ts'
import { errorCodes } from '../../src/shared/errors.ts'
import { en } from '../../src/shared/locales/en/index.ts'
import { z } from '../../src/shared/zod.ts'

const entries = Object.entries(contract)

/** Every property name in a JSON schema, with the schema that it stands for. */
function keysOf(schema: unknown): [string, unknown][] {
  if (typeof schema !== 'object' || schema === null) return []
  const own =
    'properties' in schema && typeof schema.properties === 'object' && schema.properties !== null
      ? Object.entries(schema.properties)
      : []
  return [...own, ...Object.values(schema).flatMap(keysOf)]
}

const schemaOf = (type: z.ZodType): unknown =>
  z.toJSONSchema(type, { io: 'output', unrepresentable: 'any' })

describe('the contract, read as data', () => {
  test('every name is feature.verb', () => {
    expect(
      entries.map(([name]) => name).filter(name => !/^[a-z]+\.[a-z][A-Za-z]+$/.test(name)),
    ).toEqual([])
  })

  test('every query, command and job has a label', () => {
    const labelled = Object.keys(en.calls).sort()
    expect(
      entries
        .filter(([, entry]) => entry.kind !== 'event')
        .map(([name]) => name)
        .sort(),
    ).toEqual(labelled)
  })

  test('N9a no output and no event can carry a secret: such keys are claims only', () => {
    const leaks = entries.flatMap(([name, entry]) =>
      keysOf(schemaOf(entry.kind === 'event' ? entry.payload : entry.output))
        .filter(([key]) => /pass|secret|token|privateKey/i.test(key))
        .filter(
          ([key, schema]) =>
            !(/^(has|is)[A-Z]/.test(key) && (schema as { type?: string }).type === 'boolean'),
        )
        .map(([key]) => `${name}: ${key}`),
    )
    expect(leaks).toEqual([])
  })

  test('every failure has its four texts, without a place that no param fills', () => {
    const incomplete = errorCodes.filter(code => {
      const text = en.errors[code]
      return [text.what, text.why, text.now].some(part => part.trim() === '')
    })
    expect(incomplete).toEqual([])
    expect(Object.keys(en.errors).sort()).toEqual([...errorCodes].sort())
  })
})
