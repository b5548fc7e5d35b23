/** The server's own figures, as `watch.facts` prints them. Pure. */
export interface DiskFigures {
  readonly path: string
  readonly mount: string
  readonly sizeBytes: number
  readonly freeBytes: number
  readonly inodes?: number
  readonly freeInodes?: number
}

export interface Facts {
  /** This computer's clock before and after the question, milliseconds since the epoch. */
  readonly askedAt: number
  readonly answeredAt: number
  /** Seconds since the epoch by the server's clock. */
  readonly time?: number
  /** Bytes by the kernel's names: MemTotal, MemAvailable, SwapTotal, SwapFree. */
  readonly memory: ReadonlyMap<string, number>
  /** Global IPv6 addresses of the server. */
  readonly ip6: readonly string[]
  /** One a file system. */
  readonly disks: readonly DiskFigures[]
}

const colons = (digits: string): string => digits.match(/.{4}/g)?.join(':') ?? ''

/** What is none of the command's words is passed over. */
export function parseFacts(text: string, askedAt: number, answeredAt: number): Facts {
  const memory = new Map<string, number>()
  const ip6: string[] = []
  const disks = new Map<string, DiskFigures>()
  let time: number | undefined
  for (const line of text.split('\n')) {
    const [kind, one = '', two = '', mount = '', ...path] = line.split(' ')
    if (kind === 'time' && /^\d+$/.test(one)) time = Number(one)
    if (kind === 'mem' && /^\d+$/.test(two)) memory.set(one, Number(two) * 1024)
    if (kind === 'ip6' && /^[0-9a-f]{32}$/.test(one)) ip6.push(colons(one))
    if (!/^\d+$/.test(one) || !/^\d+$/.test(two) || mount === '') continue
    const before = disks.get(mount)
    if (kind === 'disk' && !before)
      disks.set(mount, {
        path: path.join(' '),
        mount,
        sizeBytes: Number(one) * 1024,
        freeBytes: Number(two) * 1024,
      })
    if (kind === 'inodes' && before)
      disks.set(mount, { ...before, inodes: Number(one), freeInodes: Number(two) })
  }
  return {
    askedAt,
    answeredAt,
    ...(time !== undefined && { time }),
    memory,
    ip6,
    disks: [...disks.values()],
  }
}
