/** Where the window was: a small file, read and corrected by pure functions. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface WindowState {
  readonly width: number
  readonly height: number
  readonly x?: number
  readonly y?: number
  readonly maximized: boolean
}

export const smallest = { width: 600, height: 400 } as const
const firstTime: WindowState = { width: 1200, height: 800, maximized: false }

const isSize = (value: unknown, least: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= 20_000
const isPlace = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 40_000

/** Reads a saved state; what makes no sense, or lies on no screen of today, is dropped. */
export function parseWindowState(
  text: string | undefined,
  screens: readonly Rectangle[],
): WindowState {
  const saved = parseObject(text)
  const { width, height, x, y } = saved
  if (!isSize(width, smallest.width) || !isSize(height, smallest.height)) return firstTime
  const size = { width, height, maximized: saved['maximized'] === true }
  if (!isPlace(x) || !isPlace(y)) return size
  return screens.some(screen => shows(screen, { x, y, width, height })) ? { ...size, x, y } : size
}

function parseObject(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {} // a torn file is as good as none
  }
}

/** A window can be grasped when its top edge lies on a screen, 100 px of it or more. */
function shows(screen: Rectangle, window: Rectangle): boolean {
  const overlap =
    Math.min(screen.x + screen.width, window.x + window.width) - Math.max(screen.x, window.x)
  return overlap >= 100 && window.y >= screen.y && window.y < screen.y + screen.height - 40
}

/** The saved text, or nothing. */
export function readStateFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined // the first start
  }
}

/** Saves the state; a place of a window is not worth an error. */
export function writeStateFile(file: string, state: WindowState): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(state))
    renameSync(`${file}.new`, file)
  } catch {
    return
  }
}
