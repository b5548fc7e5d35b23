#!/usr/bin/env node
/** Stands in for fpm where it cannot be fetched: understands what electron-builder asks for a deb, and lets dpkg-deb make it. */
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { controlFile, readFpmWords } from './fpm-words.ts'

const wanted = readFpmWords(process.argv.slice(2))
const root = mkdtempSync(join(tmpdir(), 'postern-deb-'))
try {
  for (const { from, to } of wanted.files) {
    mkdirSync(dirname(join(root, to)), { recursive: true })
    // `cp -a DIR/. DIR`: the contents, with their links and modes.
    if (from.endsWith('/')) execFileSync('cp', ['-a', from, join(root, to)])
    else cpSync(from, join(root, to))
  }
  mkdirSync(join(root, 'usr', 'bin'), { recursive: true })
  execFileSync('chmod', ['-R', 'u+w,go=rX', root])
  const kib = execFileSync('du', ['-sk', '--apparent-size', root]).toString().split('\t')[0]
  const debian = join(root, 'DEBIAN')
  mkdirSync(debian)
  writeFileSync(join(debian, 'control'), controlFile(wanted, kib ?? '0'))
  for (const [name, script] of Object.entries(wanted.scripts)) {
    writeFileSync(join(debian, name), readFileSync(script))
    chmodSync(join(debian, name), 0o755)
  }
  const compression = ['-Zgzip', '-z1'] // test builds are made often and sent to nobody
  execFileSync('dpkg-deb', ['--root-owner-group', ...compression, '--build', root, wanted.output])
} finally {
  rmSync(root, { recursive: true, force: true })
}
