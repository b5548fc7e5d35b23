/** Where secrets could be left: files of this computer and of the server, and what runs there. */
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { onHome } from '../../home.ts'
import { HOME } from '../../make/paths.ts'
import type { Place } from './forms.ts'

/** Every file below a folder. */
export const filesIn = (folder: string): readonly Place[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(file => statSync(file).isFile())
    .map(file => ({ name: file.slice(folder.length), bytes: readFileSync(file) }))

/** Homes, temporary folders and logs of the server, as one archive each; not the project, whose file holds secrets by its nature. */
export async function serverFiles(): Promise<readonly Place[]> {
  const folders = ['/home', '/root', '/tmp', '/var/tmp', '/var/log', '/run/user', '/dev/shm']
  return Promise.all(
    folders.map(async folder => {
      const found = await onHome([
        '/bin/sh',
        '-c',
        `[ -d ${folder} ] && find ${folder} -xdev -type f -exec cat {} + 2>/dev/null | base64 -w0; true`,
      ])
      return { name: `${folder} on the server`, bytes: Buffer.from(found.stdout, 'base64') }
    }),
  )
}

/** Words and environments of every process on the server and in the containers that it drives, sampled as fast as the loop goes. */
export function samplePs(): () => Promise<Place> {
  const loop =
    'while :; do for p in /proc/[0-9]*; do cat "$p/cmdline" "$p/environ" 2>/dev/null; echo; done; done'
  const child = spawn('docker', ['exec', '-i', HOME, '/bin/sh', '-c', loop], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const parts: Buffer[] = []
  const seen = new Set<string>()
  child.stdout.on('data', (part: Buffer) => {
    // The same lines come again and again: keep each once.
    for (const line of part.toString('latin1').split('\n')) {
      if (seen.has(line)) continue
      seen.add(line)
      parts.push(Buffer.from(`${line}\n`, 'latin1'))
    }
  })
  return async () => {
    child.kill()
    await onHome(['pkill', '-f', 'proc/.0-9..; do cat'])
    return { name: 'ps on the server', bytes: Buffer.concat(parts) }
  }
}
