/** Signs the list of checksums with an SSH key: whoever has OpenSSH can check it, nothing else need be installed. */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { listName, signatureName } from './checksums.ts'

/** Keeps the signature apart from others that the same key may make (ssh-keygen(1), -Y sign). */
export const signatureNamespace = 'postern-release'

/** Writes SHA256SUMS.sig beside the list. */
export function signList(folder: string, keyFile: string): void {
  // ssh-keygen asks before it replaces one.
  rmSync(join(folder, signatureName), { force: true })
  const words = [
    '-Y',
    'sign',
    '-q',
    '-n',
    signatureNamespace,
    '-f',
    keyFile,
    join(folder, listName),
  ]
  execFileSync('ssh-keygen', words, { stdio: ['ignore', 'ignore', 'pipe'] })
}
