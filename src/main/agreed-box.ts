/** Whether the person agreed to keep secrets under a key file, and the box that follows from it. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createKeyFileBox } from '../core/host/key-file-box.ts'
import type { SecretBox } from '../core/platform.ts'

// A mark of its own: the key may have been made by the command line, and that is no consent.
const markIn = (dataDir: string) => join(dataDir, 'key-file-agreed')

/** The box, or nothing while nobody agreed. */
export function agreedBox(dataDir: string): SecretBox | undefined {
  return existsSync(markIn(dataDir)) ? createKeyFileBox(dataDir) : undefined
}

/** Agrees, for this start and all later ones. */
export async function agreeToKeyFile(dataDir: string): Promise<SecretBox> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  writeFileSync(markIn(dataDir), '', { mode: 0o600 })
  return createKeyFileBox(dataDir)
}
