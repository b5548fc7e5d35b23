/** Strings that were made to break quoting, through the product's own remote script and a real shell. */
import fc from 'fast-check'
import { defineRemoteCommand } from '../../src/core/net/remote-commands.ts'
import type { RemoteHost } from '../../src/core/net/ssh/session.ts'
import { Secret } from '../../src/shared/secret.ts'
import type { Proof, ProofRun } from '../../scripts/prove/proof.ts'
import { createLocalHost } from '../fakes/local-host.ts'
import { hostileText } from '../support/env-files.ts'

/** What the strings stand for; a password travels as a `Secret`. */
export const roles = ['host', 'user', 'path', 'domain', 'key', 'value', 'password'] as const

const echo = defineRemoteCommand({
  id: 'prove.echo',
  script: `printf '%s\\0' "$@"`,
  changes: false,
  asRoot: 'never',
})

const evil = fc.oneof(
  { weight: 3, arbitrary: hostileText },
  { weight: 2, arbitrary: fc.string({ maxLength: 40, unit: 'binary' }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40, unit: 'grapheme' }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "'; touch /tmp/owned; '",
      '$(touch /tmp/owned)',
      '`touch /tmp/owned`',
      '-rf',
      '--',
      '',
      '\n',
      '\r\n',
      '\\',
      "'\\''",
      '!!',
      '~root',
      '*',
      '{a,b}',
      'a\nEOF\nb',
      '\u001b]0;x\u0007',
      '%s%n',
      '$IFS',
      '<(id)',
      '\u2028',
    ),
  },
)

/** `count` strings without NUL, which no argument can hold. */
export const hostileStrings = (count: number, seed: number): string[] =>
  fc
    .sample(evil, { numRuns: count, seed })
    .map(text => text.replaceAll('\0', '').replace(/[\ud800-\udfff]/gu, ''))

const batchSize = 250

/** Sends the strings in batches and notes for each whether it arrived as it was meant. */
export async function sendAll(
  host: RemoteHost,
  strings: readonly string[],
  where: string,
  note: ProofRun['point'],
): Promise<void> {
  const signal = new AbortController().signal
  for (let from = 0; from < strings.length; from += batchSize) {
    const batch = strings.slice(from, from + batchSize)
    const args = batch.map((text, at) =>
      roles[(from + at) % roles.length] === 'password' ? new Secret(text) : text,
    )
    const { stdout } = await host.run(echo, args, { signal })
    const arrived = stdout.toString('utf8').split('\0')
    for (const [at, meant] of batch.entries()) {
      const name = `${where} ${roles[(from + at) % roles.length]} ${JSON.stringify(meant)}`
      if (arrived[at] === meant) note(name)
      else note(name, `arrived as ${JSON.stringify(arrived[at])}`)
    }
    if (arrived.length !== batch.length + 1)
      note(`${where} batch at ${from}`, `${arrived.length - 1} strings arrived of ${batch.length}`)
  }
}

export const proof: Proof = {
  about:
    'Hostile strings as host, user, path, domain, key, value and password through the quoting and /bin/sh arrive as they were meant.',
  points: 10_000,
  needs: 'nothing',
  async run({ points, seed, point }) {
    await sendAll(createLocalHost(), hostileStrings(points, seed), '/bin/sh', point)
  },
}
