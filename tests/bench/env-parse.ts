/** The lossless reading of an env file beside Node's own reader, which keeps neither bytes nor order. */
import { parseEnv } from 'node:util'
import { envBytes, parseEnvDocument } from '../../src/core/stack/env/env-document.ts'
import type { Bench } from '../../scripts/bench/run-bench.ts'

const repeats = 50
const block = [
  '# Mailu main configuration file',
  'DOMAIN=example.test',
  'HOSTNAMES=mail.example.test,alt.example.test',
  "RELAYPASSWORD='a$b c'",
  'MESSAGE_SIZE_LIMIT=50000000',
  '',
  'AUTH_RATELIMIT_IP=60/hour # comment',
  'WEBSITE="https://example.test"',
].join('\n')
/** 1600 lines, ten times what a real file has. */
const text = `${block}\n`.repeat(200)
const bytes = Buffer.from(text)

const times = (work: () => void) => () => {
  const began = performance.now()
  for (let at = 0; at < repeats; at += 1) work()
  return (performance.now() - began) / repeats
}

const reading = (generation: 'v1' | 'v2') => () => {
  const same = envBytes(parseEnvDocument(bytes, generation))
  if (Buffer.compare(same, bytes) !== 0) throw new Error('the bytes have changed')
}

export const bench: Bench = {
  about:
    'A file of 1600 lines read and written back, under both generations of Compose, beside util.parseEnv of Node.',
  unit: 'ms',
  ratios: { 'v1/parseEnv': ['v1', 'parseEnv'], 'v2/parseEnv': ['v2', 'parseEnv'] },
  prepare: async () => ({
    contenders: {
      parseEnv: times(() => void parseEnv(text)),
      v1: times(reading('v1')),
      v2: times(reading('v2')),
    },
  }),
}
