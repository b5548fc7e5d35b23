/** The processes of a started app, read from /proc. */
import { readdirSync, readFileSync } from 'node:fs'

export interface OneProcess {
  readonly pid: number
  readonly parent: number
  /** With the number it names one process for ever: numbers are used again. */
  readonly startedAt: string
}

/** The fields of proc(5) stat behind the name, which may hold anything. */
function read(pid: number): OneProcess | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z') return undefined // dead already, its parent has not looked yet
    return { pid, parent: Number(fields[1]), startedAt: fields[19] ?? '' }
  } catch {
    return undefined // it ended meanwhile
  }
}

/** A process with all that came from it. */
export function processTree(root: number): OneProcess[] {
  const all = readdirSync('/proc').flatMap(name => {
    const one = /^\d+$/.test(name) ? read(Number(name)) : undefined
    return one ? [one] : []
  })
  const found = new Map(all.filter(one => one.pid === root).map(one => [one.pid, one]))
  for (let before = -1; before !== found.size;) {
    before = found.size
    for (const one of all) if (found.has(one.parent)) found.set(one.pid, one)
  }
  return [...found.values()]
}

/** Those that still live. */
export const stillAlive = (processes: readonly OneProcess[]): OneProcess[] =>
  processes.filter(one => read(one.pid)?.startedAt === one.startedAt)
