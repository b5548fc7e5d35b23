import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openReader } from '../../../../../src/core/archive/store/open-reader.ts'
import { beginRun, sha256 } from '../../../../support/archive-here.ts'
import { backUp, mailboxAt } from '../../../../support/archive-mailbox.ts'
import { hasPython } from '../../../../support/python.ts'
import { tempFolder } from '../../../../support/temp-folder.ts'

const script = fileURLToPath(new URL('../../../../../docs/read-archive.py', import.meta.url))

test.skipIf(!hasPython)(
  'N7g forty lines of Python take every message out, byte for byte, without Postern',
  async () => {
    expect(readFileSync(script, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(40)
    const folder = await tempFolder()
    const [dir, out] = [join(folder, 'archive'), join(folder, 'out')]
    for (const round of [0, 1, 2]) {
      const run = await beginRun(dir)
      await backUp(run, mailboxAt(round, 4), 4)
      await run.finish()
    }
    execFileSync('python3', [script, dir, out], { stdio: ['ignore', 'pipe', 'pipe'] })
    const files = (await readdir(out, { recursive: true })).filter(name => name.endsWith('.eml'))
    const taken = files.map(name => sha256(readFileSync(join(out, name)))).sort()
    const reader = await openReader(dir)
    const stored = reader
      .folders()
      .flatMap(({ id, path }) =>
        [...reader.messages(id)].map(({ uid, hash }) => ({ path, uid, hash })),
      )
    reader.close()
    expect(new Set(taken)).toEqual(new Set(stored.map(({ hash }) => hash)))
    for (const { path, uid, hash } of stored)
      expect(
        files.some(name => name.includes(path) && name.endsWith(`/${uid}-${hash.slice(0, 8)}.eml`)),
      ).toBe(true)
    expect(stored.length).toBeGreaterThan(100)
  },
)

test.skipIf(!hasPython)(
  'the same Python names a damaged message, and takes the others out',
  async () => {
    const folder = await tempFolder()
    const dir = join(folder, 'archive')
    const run = await beginRun(dir)
    await backUp(run, mailboxAt(0, 4), 4)
    await run.finish()
    const python = `import sys; p = sys.argv[1]; b = bytearray(open(p, 'rb').read()); b[-9] ^= 1; open(p, 'wb').write(b)`
    execFileSync('python3', ['-c', python, join(dir, 'segments/00000001.mbox')])
    const said = execFileSync('/bin/sh', [
      '-c',
      'python3 "$@" 2>&1',
      'sh',
      script,
      dir,
      join(folder, 'out'),
    ])
    expect(said.toString()).toMatch(/^.+, UID \d+: damaged\n$/)
  },
)
