/** The demo server's disk, in KiB: a small box at home. */
import type { World } from './world.ts'

export const sizeKib = 61_255_492

export const freeKib = ({ state }: World): number => (state.fault === 'disk-full' ? 0 : 41_943_040)
