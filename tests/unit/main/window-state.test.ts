import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseWindowState } from '../../../src/main/window-state.ts'

const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }]
const firstTime = { width: 1200, height: 800, maximized: false }

test('a saved place on a screen is taken up again', () => {
  const saved = { x: 100, y: 50, width: 1000, height: 700, maximized: true }
  expect(parseWindowState(JSON.stringify(saved), screens)).toEqual(saved)
})

test('a place on a screen that is gone keeps only its size', () => {
  const saved = { x: 2500, y: 50, width: 1000, height: 700, maximized: false }
  expect(parseWindowState(JSON.stringify(saved), screens)).toEqual({
    width: 1000,
    height: 700,
    maximized: false,
  })
})

test('a size below the smallest window, a torn file and no file start anew', () => {
  const texts = ['{"width":100,"height":100}', '{"width":1000', undefined, 'null', '[]', '"x"']
  expect(texts.map(text => parseWindowState(text, screens))).toEqual(texts.map(() => firstTime))
})

test('whatever was saved, the window is large enough and can be grasped', () => {
  fc.assert(
    fc.property(fc.json(), text => {
      const state = parseWindowState(text, screens)
      return state.width >= 600 && state.height >= 400
    }),
  )
})
