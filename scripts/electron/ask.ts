import { createInterface } from 'node:readline/promises'

/** Asks on a terminal; without one, or with `--yes`, the answer is yes. */
export async function askToFetch(yes: boolean): Promise<boolean> {
  if (yes || !process.stdin.isTTY || !process.stderr.isTTY) return true
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question('Fetch it now? [Y/n] ')
    return !/^\s*n/i.test(answer)
  } finally {
    terminal.close()
  }
}
