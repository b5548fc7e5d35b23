import { expect, test } from 'vitest'
import { type CloseFacts, closeStep } from '../../../src/main/closing.ts'

const facts: CloseFacts = {
  platform: 'linux',
  isQuitting: false,
  whenClosed: 'ask',
  hasServers: true,
  isPageAlive: true,
}
const step = (over: Partial<CloseFacts>) => closeStep({ ...facts, ...over })

test('N10e closing asks while nobody has said what it means', () => {
  expect(step({})).toBe('ask')
  expect(step({ platform: 'win32' })).toBe('ask')
})

test('N10e what was said once holds', () => {
  expect(step({ whenClosed: 'keep-running' })).toBe('hide')
  expect(step({ whenClosed: 'quit' })).toBe('quit')
})

test('N10d an app that quits lets its window go, whatever was said', () => {
  expect(step({ isQuitting: true, whenClosed: 'keep-running' })).toBe('close')
})

test('without a server, and with a page that cannot ask, closing ends the app', () => {
  expect(step({ hasServers: false })).toBe('quit')
  expect(step({ isPageAlive: false })).toBe('quit')
})

test('on macOS the app outlives its window without a question', () => {
  expect(step({ platform: 'darwin' })).toBe('hide')
})
