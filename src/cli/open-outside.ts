/** Opens a page in the person's browser from plain Node. */
import { spawn } from 'node:child_process'
import type { OperatingSystem } from '../core/platform.ts'

/** The system's own opener; the address is one argument and never read by a shell. */
export function openerCommand(os: OperatingSystem, url: string): readonly [string, string[]] {
  switch (os) {
    case 'darwin':
      return ['open', [url]]
    case 'win32':
      return ['rundll32', ['url.dll,FileProtocolHandler', url]]
    case 'linux':
      return ['xdg-open', [url]]
  }
}

/** Starts it and does not wait for the browser. Rejects where there is no opener. */
export const openOutside = (os: OperatingSystem, url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const [program, args] = openerCommand(os, url)
    const child = spawn(program, args, { detached: true, stdio: 'ignore' })
    child.once('error', reject)
    child.once('spawn', () => {
      child.unref()
      resolve()
    })
  })
