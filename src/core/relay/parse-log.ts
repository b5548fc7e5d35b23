/** Reads Postfix's delivery lines (`mailu.md` 7.3). Their order is that of the engine's own stamps: Postfix's have no year. */

export interface Delivery {
  /** The engine's stamp, ISO 8601. */
  readonly at: string
  readonly daemon: 'smtp' | 'error' | 'retry'
  readonly queueId: string
  readonly to: string
  /** Host that took it; absent for `relay=none`. */
  readonly relay?: string
  readonly dsn: string
  readonly status: 'sent' | 'deferred' | 'bounced' | 'expired'
  /** What the other side said, or why it was not reached. */
  readonly reply: string
}

const stamped = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) (.*)$/s
/** Up to the relay. A recipient may hold nearly anything, so that what follows is looked for from the end of it. */
const head =
  /^(?:\S+ +\d+ \S+|\S+) \S+ postfix(?:-\w+)?\/(smtp|error|retry)\[\d+\]: ([0-9A-Za-z]+): to=<((?:[^>"]|"(?:[^"\\]|\\.)*")*)>,(?: orig_to=<(?:[^>"]|"(?:[^"\\]|\\.)*")*>,)? relay=([^,]+), (.*)$/s
const tail = /(?:^|, )dsn=(\d\.\d{1,3}\.\d{1,3}), status=(sent|deferred|bounced|expired) \((.*)\)$/s

const hostOf = (relay: string): string | undefined => {
  const host = /^([^[\]]+)\[[^\]]*\]/.exec(relay)?.[1]
  return relay === 'none' ? undefined : (host ?? relay)
}

/** One stamped line of the log; undefined for any other line. */
export function parseDelivery(line: string): Delivery | undefined {
  const [, stamp = '', text = ''] = stamped.exec(line.trimEnd()) ?? []
  const [, daemon, queueId = '', to = '', relay = '', rest = ''] = head.exec(text) ?? []
  const [, dsn = '', status, reply = ''] = tail.exec(rest) ?? []
  const time = Date.parse(stamp)
  if (daemon === undefined || status === undefined || Number.isNaN(time)) return undefined
  const host = hostOf(relay)
  return {
    at: new Date(time).toISOString(),
    daemon: daemon as Delivery['daemon'], // the patterns list what these two can be
    status: status as Delivery['status'],
    queueId,
    to,
    ...(host !== undefined && { relay: host }),
    dsn,
    reply,
  }
}

export interface LastDeliveries {
  readonly delivered?: Delivery
  readonly refused?: Delivery
}

/**
 * The latest delivery and the latest refusal on the way out.
 * @param relayHost host of RELAYHOST: only what went there, or could not get there, counts. Undefined: mail goes straight to the receivers
 */
export function lastDeliveries(
  lines: readonly string[],
  relayHost: string | undefined,
): LastDeliveries {
  const wanted = relayHost?.toLowerCase()
  const all = lines
    .map(parseDelivery)
    .filter(one => one !== undefined)
    .filter(({ relay }) => wanted === undefined || !relay || relay.toLowerCase() === wanted)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const delivered = all.findLast(
    one => one.status === 'sent' && one.daemon === 'smtp' && one.relay !== undefined,
  )
  const refused = all.findLast(one => one.status !== 'sent')
  return { ...(delivered && { delivered }), ...(refused && { refused }) }
}
