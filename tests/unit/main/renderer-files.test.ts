import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findFile, readFileList } from '../../../src/main/renderer-files.ts'

const out = mkdtempSync(join(tmpdir(), 'postern-files-'))
mkdirSync(join(out, 'renderer', 'assets'), { recursive: true })
writeFileSync(join(out, 'renderer-files.json'), JSON.stringify(['index.html', 'assets/a.js']))
const files = readFileList(out)
const get = (url: string, method = 'GET') => findFile(files, { url, method })

test('a built file is found with its type, the root is the index page', () => {
  expect(get('app://postern/')).toEqual({
    path: join(out, 'renderer', 'index.html'),
    contentType: 'text/html; charset=utf-8',
  })
  expect(get('app://postern/assets/a.js?v=1#x')).toEqual({
    path: join(out, 'renderer', 'assets', 'a.js'),
    contentType: 'text/javascript; charset=utf-8',
  })
})

test('other hosts, other methods and files that were not built are not found', () => {
  const hostile = [
    get('app://other/index.html'),
    get('app://postern/index.html', 'POST'),
    get('app://postern/../package.json'),
    get('app://postern/%2e%2e/package.json'),
    get('app://postern/assets/..%2f..%2fmain/index.js'),
    get('app://postern//etc/passwd'),
    get('app://postern/assets'),
    get('app://postern/__proto__'),
    get('not a url'),
  ]
  expect(hostile).toEqual(hostile.map(() => undefined))
})

test('no address whatever leads out of the list', () => {
  const part = fc.oneof(
    fc.constantFrom('..', '.', '%2e%2e', '%2f', '%5c', '\\', 'main', 'index.js', ''),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(part), parts => {
      const found = get(`app://postern/${parts.join('/')}`)
      return found === undefined || [...files.values()].includes(found)
    }),
  )
})
