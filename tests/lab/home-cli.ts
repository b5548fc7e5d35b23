/** The command line with the lab's home server already in its data folder. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Listener } from './home.ts'
import { type Lab, person } from './lab.ts'
import { type PosternOptions, type Ran, type Running, startPostern } from './postern.ts'

export interface HomeCli {
  start(words: readonly string[], options?: PosternOptions): Running
  run(words: readonly string[], options?: PosternOptions): Promise<Ran>
  /** Of a command that must succeed: what it prints with `--json`. */
  json(words: readonly string[], options?: PosternOptions): Promise<Record<string, unknown>>
  dispose(): Promise<void>
}

/** A fresh data folder that knows one account of the lab, with its sudo password, as the server `home`. */
export async function createHomeCli(
  lab: Lab,
  user: string,
  listener: Listener = 'default',
): Promise<HomeCli> {
  const data = await mkdtemp(join(tmpdir(), 'postern-lab-cli-'))
  const who = person(lab, user)
  const env = { LAB_SUDO: who.password ?? '' }
  const start = (words: readonly string[], options: PosternOptions = {}): Running =>
    startPostern(data, words, { ...options, env: { ...env, ...options.env } })
  const run = (words: readonly string[], options?: PosternOptions): Promise<Ran> =>
    start(words, options).ended
  const json = async (
    words: readonly string[],
    options?: PosternOptions,
  ): Promise<Record<string, unknown>> => {
    const { code, stdout, stderr, json: answer } = await run([...words, '--json'], options)
    if (code !== 0) throw new Error(`exit ${code}: ${stdout}${stderr}`)
    return answer as Record<string, unknown> // one document, by docs/cli.md
  }
  const { host, ports, hostKeys } = lab.ssh
  const login = ['--host', host, '--port', String(ports[listener]), '--user', user]
  const sudo = who.password === undefined ? [] : ['--sudo-password-env', 'LAB_SUDO']
  const trust = ['--accept-host-key', hostKeys.ed25519.sha256]
  await json(['servers', 'add', 'home', ...login, '--identity', who.keyFile!, ...sudo, ...trust])
  return { start, run, json, dispose: () => rm(data, { recursive: true, force: true }) }
}
