/** A line that breaks again and again, in the middle of whatever goes on: the work gets done, over one connection at a time. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Proof, ProofRun } from '../../scripts/prove/proof.ts'
import { defineRemoteCommand } from '../../src/core/net/remote-commands.ts'
import { createLink } from '../../src/core/net/ssh/link.ts'
import { openConnection } from '../../src/core/net/ssh/open-connection.ts'
import { createRemoteHost } from '../../src/core/net/ssh/remote-host.ts'
import type { RemoteHost } from '../../src/core/net/ssh/session.ts'
import { isAppError } from '../../src/shared/errors.ts'
import { startSshServer } from '../fakes/ssh-server.ts'
import { never, testConnectionDeps, testTarget } from '../support/connection.ts'
import { type Cut, type CutLine, startCutLine } from '../support/cut-line.ts'
import { fingerprint, makeKey } from '../support/sshd.ts'

const echo = defineRemoteCommand({
  id: 'prove.echo',
  changes: false,
  asRoot: 'never',
  script: 'echo "$1"',
})
const slow = defineRemoteCommand({ ...echo, id: 'prove.slow', script: 'sleep 0.05; echo "$1"' })

/** A handshake has about so many bytes from the server; cuts fall anywhere in it, and a little behind. */
const handshakeBytes = 4000
const tries = 40

/** Runs it until it has an answer; only a broken line is a reason to try again. */
async function persist(host: RemoteHost, word: string, isSlow: boolean): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const { stdout } = await host.run(isSlow ? slow : echo, [word], { signal: never })
      return stdout.toString('utf8').trim()
    } catch (error) {
      if (!isAppError(error) || !error.retryable || attempt >= tries) throw error
    }
  }
}

/** One drop in the middle of some work. Answers why it did not hold, or nothing. */
async function dropOnce(
  host: RemoteHost,
  line: CutLine,
  { chance, at }: { readonly chance: ProofRun['chance']; readonly at: number },
): Promise<{ readonly name: string; readonly why?: string }> {
  const how = chance.pick<Cut>(['reset', 'end', 'silence', 'noise'])
  const when = chance.pick(['idle', 'working', 'opening', 'twice'])
  const users = 1 + chance.below(4)
  const name = `${at}: ${how}, ${when}, ${users} at once`
  const words = Array.from({ length: users }, (_, index) => `${at}-${index}`)
  const bytes = 1 + chance.below(handshakeBytes)
  const before = line.opened
  const work = (): Promise<string[]> =>
    Promise.all(words.map(word => persist(host, word, when !== 'idle')))
  if (when === 'idle') line.cut(how)
  if (when === 'opening' || when === 'twice') line.cutAfter({ bytes, how })
  const running = work()
  running.catch(() => undefined) // looked at below
  if (when !== 'idle') {
    await new Promise(resolve => setTimeout(resolve, chance.below(60)))
    line.cut(how)
  }
  await new Promise(resolve => setTimeout(resolve, chance.below(30)))
  if (when === 'twice') line.cut('reset')
  line.cutAfter(undefined)
  try {
    const said = await running
    if (said.join() !== words.join()) return { name, why: `answered ${said.join()}` }
  } catch (error) {
    return { name, why: `gave up: ${isAppError(error) ? error.code : String(error)}` }
  }
  if (line.most > 1) return { name, why: `${line.most} connections at once` }
  if (line.live > 1) return { name, why: `${line.live} connections are open afterwards` }
  const extra = line.opened - before
  return extra > 2 * tries ? { name, why: `${extra} connections for one drop` } : { name }
}

/** So many drops, one after the other, over one kept connection. */
export async function dropLines({
  points,
  chance,
  point,
}: Pick<ProofRun, 'points' | 'chance' | 'point'>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-drops-'))
  const hostKey = makeKey(join(folder, 'host'))
  const server = await startSshServer({ hostKeys: [hostKey], accepts: () => true })
  const line = await startCutLine(server.port)
  const login = { password: 'x' }
  const accepted = [fingerprint(`${hostKey}.pub`)]
  const target = testTarget('127.0.0.1', line.port, 'maria', login, { accepted })
  const deps = testConnectionDeps(folder, { client: '', timeoutMs: 1000, keepAliveMs: 60 })
  const link = createLink({
    host: '127.0.0.1',
    user: () => 'maria',
    open: signal => openConnection(target, deps, { keys: {} }, signal),
    pauseMs: 1,
  })
  const host = createRemoteHost({
    serverId: 'prove',
    host: '127.0.0.1',
    user: 'maria',
    open: link.exec,
    sudoPassword: async () => undefined,
    onRun: () => undefined,
  })
  try {
    await link.ready(never)
    for (let at = 1; at <= points; at += 1) {
      const { name, why } = await dropOnce(host, line, { chance, at })
      point(name, why)
    }
  } finally {
    link.close()
    await line.stop()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export const proof: Proof = {
  about:
    'The line to the server is cut in the middle of connecting, idling and working: the work gets done, and there is never a second control connection.',
  points: 500,
  needs: 'nothing',
  run: dropLines,
}
