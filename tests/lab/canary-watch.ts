import { homeShell, onHome } from './home.ts'

/** What a watcher of the home server's processes saw: how many looks, and in how many of them a canary stood. */
export interface Watched {
  readonly looks: number
  readonly hits: number
}

const folder = '/run/canary-watch'

/**
 * Looks, as root and as fast as it can, into argv and environment of every process of the home server while `work` runs.
 * The canaries travel to it by stdin and lie in a file of its own, so that it does not see itself.
 */
export async function watchForCanaries(
  canaries: readonly string[],
  work: () => Promise<unknown>,
): Promise<Watched> {
  await onHome(['sh', '-c', `mkdir -p ${folder}; rm -f ${folder}/stop; cat > ${folder}/canaries`], {
    input: `${canaries.join('\n')}\n`,
  })
  const looking = homeShell(
    `looks=0 hits=0
    while [ ! -e ${folder}/stop ]; do
      looks=$((looks + 1))
      if cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | grep -qF -f ${folder}/canaries; then hits=$((hits + 1)); fi
    done
    echo "$looks $hits"`,
    { timeoutMs: 280_000 },
  )
  try {
    await work()
  } finally {
    await homeShell(`touch ${folder}/stop`)
  }
  const [looks, hits] = (await looking).split(' ').map(Number)
  await homeShell(`rm -rf ${folder}`)
  return { looks: looks ?? 0, hits: hits ?? 0 }
}
