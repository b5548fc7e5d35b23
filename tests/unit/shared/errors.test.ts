import { expect, test } from 'vitest'
import { AppError, fromWire, toWire, WireError } from '../../../src/shared/errors.ts'
import { describeError } from '../../../src/shared/locales/describe-error.ts'

test('an expected failure crosses the border with code, params and the redacted trail of its causes', () => {
  const cause = new Error('read ECONNRESET', { cause: new Error('password=abc') })
  const wire = toWire(
    new AppError('connection-lost', { host: 'home' }, { retryable: true, cause }),
    text => text.replace('abc', '…'),
  )
  expect(wire).toEqual({
    code: 'connection-lost',
    params: { host: 'home' },
    retryable: true,
    trail: ['read ECONNRESET', 'password=…'],
  })
  expect(WireError.parse(JSON.parse(JSON.stringify(wire)))).toEqual(wire)
  expect(fromWire(wire)).toMatchObject({ code: 'connection-lost', retryable: true })
})

test('a bug crosses the border as unexpected, without its stack', () => {
  const wire = toWire(new TypeError('x is undefined'))
  expect(wire).toEqual({
    code: 'unexpected',
    params: {},
    retryable: false,
    trail: ['x is undefined'],
  })
})

test('the words of a failure name its params and say whether mail is lost', () => {
  expect(describeError({ code: 'host-not-found', params: { host: 'nas' } })).toEqual({
    what: 'No address was found for nas.',
    why: 'The name is misspelt, or the name server of this network does not know it.',
    now: 'Check the spelling, or use the server’s address in your home network.',
    mail: 'No mail is lost.',
  })
})
