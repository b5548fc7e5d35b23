import { readFile } from 'node:fs/promises'
import { run } from './run.ts'

/** The Debian packages of apt-packages.txt that this machine lacks. */
export async function missingPackages(): Promise<readonly string[]> {
  const text = await readFile(new URL('../apt-packages.txt', import.meta.url), 'utf8')
  const wanted = text.split('\n').filter(line => line !== '' && !line.startsWith('#'))
  const query = await run('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\n', ...wanted])
  const have = new Set(
    query.stdout
      .split('\n')
      .filter(line => line.endsWith(' installed'))
      .map(line => line.split(' ')[0]),
  )
  return wanted.filter(name => !have.has(name))
}
