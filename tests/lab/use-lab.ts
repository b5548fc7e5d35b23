import { afterAll, beforeAll } from 'vitest'
import { claimLab } from './claim.ts'
import { readLab, type Lab } from './lab.ts'
import { reset } from './reset.ts'

/** Others may hold the lab first, so the wait is longer than any suite. */
const WAIT_MS = 2_400_000

/**
 * For a suite's top level: wait for the lab, hold it, start from pristine and leave it so. Returns where to read the document.
 * Nothing is touched by a suite that never got hold of it.
 */
export function useLab(): () => Lab {
  let lab: Lab | undefined
  let release: (() => void) | undefined
  beforeAll(async () => {
    const found = await readLab()
    release = await claimLab(WAIT_MS)
    await reset(found)
    lab = found
  }, WAIT_MS + 180_000)
  afterAll(async () => {
    if (!release) return
    try {
      if (lab) await reset(lab)
    } finally {
      release()
    }
  }, 180_000)
  return () => {
    if (!lab) throw new Error('the lab is not held yet: read it inside a test or a later hook')
    return lab
  }
}
