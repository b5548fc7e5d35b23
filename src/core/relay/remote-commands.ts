/** Everything that the relay feature may run on a server. */
import { connectCommands } from '../net/connect/remote-commands.ts'
import { defineRemoteCommand } from '../net/remote-commands.ts'

/** What the smtp container has: tools, how its Postfix is set (`ready`: that is final for this start), the authorities that it trusts. */
export const lookCommand = defineRemoteCommand({
  id: 'relay.look',
  changes: false,
  asRoot: 'if-needed',
  script: `
docker exec -i "$1" sh -c '
for tool in python3 bash; do command -v "$tool" >/dev/null 2>&1 && echo "tool $tool"; done
for key in inet_protocols myhostname smtp_tls_wrappermode; do echo "set $key $(postconf -xh "$key" 2>/dev/null)"; done
postfix status >/dev/null 2>&1 && echo ready
file=$(postconf -xh smtp_tls_CAfile 2>/dev/null)
folder=$(postconf -xh smtp_tls_CApath 2>/dev/null)
echo authorities
[ -n "$file" ] && cat "$file" 2>/dev/null
[ -n "$folder" ] && cat "$folder"/????????.[0-9] 2>/dev/null
exit 0' </dev/null
`,
})

/**
 * `$1` the smtp container; `$2`: `queue` leaves the log alone; `$3` how many entries, 500 if it is not given. What waits in the queue and what the log says of mail that left or was refused.
 * Queue: the first entries as JSON, then `queued COUNT OLDEST` (seconds since the epoch). "Mail system is down" is a false alarm
 * of Mailu's Postfix (`mailu.md` 0.7) and is dropped with the rest of what is no JSON.
 */
export const watchCommand = defineRemoteCommand({
  id: 'relay.watch',
  changes: false,
  asRoot: 'if-needed',
  script: String.raw`
limit=$3
[ -n "$limit" ] || limit=500
docker exec -i "$1" postqueue -j 2>&1 </dev/null | awk -v limit="$limit" '
/^[{]/ {
  n++; if (n <= limit) print "entry " $0
  if (match($0, /"arrival_time": *[0-9]+/)) {
    at = substr($0, RSTART, RLENGTH); gsub(/[^0-9]/, "", at)
    if (oldest == "" || at + 0 < oldest + 0) oldest = at
  }
  next
}
/fatal:|[Ee]rror/ { print "trouble " $0; bad = 1 }
END { if (n || !bad) print "queued " n + 0 " " oldest }'
[ "$2" = queue ] && exit 0
docker logs -t --since 168h --tail 50000 "$1" 2>&1 </dev/null |
  grep -E 'postfix(-[a-z]+)?/(smtp|error|retry)\[[0-9]+\]: .* status=(sent|deferred|bounced|expired) ' | tail -n 400 | cut -c 1-2000 | sed 's/^/log /'
exit 0
`,
})

/**
 * `$1` the smtp container, `$2` what to do; the ids on stdin, one a line. Only words that look like an id go on, so that ALL (postsuper(1)) never does.
 * Without an id `retry` is for all of the queue (`mailu.md` 7.2).
 */
export const changeQueueCommand = defineRemoteCommand({
  id: 'relay.changeQueue',
  changes: true,
  asRoot: 'if-needed',
  script: String.raw`
grep -E '^[0-9A-Za-z]{6,64}$' | docker exec -i "$1" sh -c '
case "$1" in
retry-all) postqueue -f ;;
retry) while read -r id; do postqueue -i "$id" || exit 1; done ;;
hold) postsuper -h - ;;
release) postsuper -H - ;;
delete) postsuper -d - ;;
*) exit 64 ;;
esac' sh "$2"
`,
})

/** `$1` the admin container. Domains that Mailu itself relays elsewhere (`mailu.md` 3.2), as lines `relayed NAME`. */
export const ownWaysCommand = defineRemoteCommand({
  id: 'relay.ownWays',
  changes: false,
  asRoot: 'if-needed',
  script: String.raw`
docker exec "$1" flask mailu config-export --json relay.name </dev/null 2>/dev/null |
  tr -d '\n' | sed -n 's/.*"relay" *: *\[\([^]]*\)\].*/\1/p' | grep -o '"name" *: *"[^"]*"' | sed 's/.*"\([^"]*\)"$/relayed \1/'
exit 0
`,
})

export const relayCommands = [
  lookCommand,
  watchCommand,
  changeQueueCommand,
  ownWaysCommand,
  ...connectCommands,
]
