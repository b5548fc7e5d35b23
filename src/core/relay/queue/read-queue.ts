/** Reads the queue of a running smtp container. */
import type { RelayStack } from '../relay-deps.ts'
import { watchCommand } from '../remote-commands.ts'
import { isRunning } from '../vantage.ts'

/** The command's lines; none where the container does not run. @param mostEntries beyond it they are only counted */
export async function readQueueLines(
  at: RelayStack,
  mostEntries: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (!isRunning(at.smtp)) return []
  const options = { signal, asRoot: at.rights, timeoutMs: 60_000 }
  const args = [at.smtp.id, 'queue', String(mostEntries)]
  const { stdout } = await at.host.run(watchCommand, args, options)
  return stdout.toString('utf8').split('\n')
}
