import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Secret, SecretText } from '../../../src/shared/secret.ts'

test('N9a a secret prints as dots however it is printed', () => {
  const secret = new Secret('hunter2-canary')
  const printed = [
    String(secret),
    JSON.stringify({ secret }),
    inspect({ secret }, { depth: 9, showHidden: true }),
    Object.prototype.toString.call(secret),
    Object.values(secret).join(),
  ]
  expect(printed.filter(text => text.includes('hunter2'))).toEqual([])
  expect(secret.reveal()).toBe('hunter2-canary')
})

test('a secret input is a secret from the moment that it is parsed', () => {
  const parsed = SecretText.parse('abc')
  expect(parsed).toBeInstanceOf(Secret)
  expect(SecretText.safeParse('').success).toBe(false)
})
