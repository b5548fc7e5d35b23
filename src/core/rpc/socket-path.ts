/** Where the process that owns a data folder listens for the others. */
import { createHash } from 'node:crypto'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { OperatingSystem } from '../platform.ts'

// sockaddr_un.sun_path is 104 bytes on macOS, 108 on Linux, with the final zero.
const longestPath = 103

/** A socket beside the data; a named pipe on Windows; a short path in a private folder where the data folder's is too long. */
export function socketPathFor(dataDir: string, os: OperatingSystem): string {
  const short = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  if (os === 'win32') return `\\\\.\\pipe\\postern-${short}`
  const beside = join(dataDir, 'postern.sock')
  if (Buffer.byteLength(beside) <= longestPath) return beside
  return join(tmpdir(), `postern-${userInfo().uid}-${short}`, 'postern.sock')
}
