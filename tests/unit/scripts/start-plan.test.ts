import { expect, test } from 'vitest'
import { adviceFor, missingIn } from '../../../scripts/electron/libraries.ts'
import {
  displayProblem,
  electronFlags,
  sandboxProblem,
} from '../../../scripts/electron/start-plan.ts'

const linux = { platform: 'linux', userId: 1000, environment: {} }

test('a Linux session without a display is told what to do', () => {
  expect(displayProblem(linux)).toContain('xvfb-run -a npm start')
})

test('a display of either kind, and every other system, is enough', () => {
  const machines = [
    { ...linux, environment: { DISPLAY: ':0' } },
    { ...linux, environment: { WAYLAND_DISPLAY: 'wayland-0' } },
    { ...linux, platform: 'darwin' },
    { ...linux, platform: 'win32' },
  ]
  expect(machines.map(displayProblem)).toEqual([undefined, undefined, undefined, undefined])
})

test('only root on Linux starts without the sandbox, and is told so', () => {
  const root = electronFlags({ ...linux, userId: 0 })
  expect(root.flags).toEqual(['--no-sandbox'])
  expect(root.note).toContain('without its sandbox')
  expect(electronFlags(linux)).toEqual({ flags: [] })
  expect(electronFlags({ ...linux, platform: 'win32', userId: undefined })).toEqual({ flags: [] })
})

test('a system without user namespaces is told the two ways to a sandbox, an ordinary one nothing', () => {
  const problem = (namespaces: boolean, setuidHelper: boolean, userId = 1000) =>
    sandboxProblem({ ...linux, userId }, { namespaces, setuidHelper }, '/dist/chrome-sandbox')
  expect(problem(false, false)).toContain('sudo chown root:root /dist/chrome-sandbox')
  expect([problem(true, false), problem(false, true), problem(false, false, 0)]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test('missing libraries are named with the one apt line that brings them', () => {
  const ldd = [
    '\tlinux-vdso.so.1 (0x00007ffd)',
    '\tlibnss3.so => not found',
    '\tlibnssutil3.so => not found',
    '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)',
    '\tlibgtk-3.so.0 => not found',
    '\tlibstrange.so.9 => not found',
  ].join('\n')
  const missing = missingIn(ldd)
  expect(missing).toEqual(['libnss3.so', 'libnssutil3.so', 'libgtk-3.so.0', 'libstrange.so.9'])
  const advice = adviceFor(missing)
  expect(advice).toContain('sudo apt-get install libgtk-3-0 libnss3\n')
  expect(advice).toContain('No package known for: libstrange.so.9.')
})
