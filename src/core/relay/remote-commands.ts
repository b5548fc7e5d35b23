/** Everything that the relay feature may run on a server. */
import { connectCommands } from '../net/connect/remote-commands.ts'
import { defineRemoteCommand } from '../net/remote-commands.ts'

/** What the smtp container has: tools, how its Postfix is set, the authorities that it trusts. */
export const lookCommand = defineRemoteCommand({
  id: 'relay.look',
  changes: false,
  asRoot: 'if-needed',
  script: `
docker exec -i "$1" sh -c '
for tool in python3 bash; do command -v "$tool" >/dev/null 2>&1 && echo "tool $tool"; done
for key in inet_protocols myhostname; do echo "set $key $(postconf -xh "$key" 2>/dev/null)"; done
file=$(postconf -xh smtp_tls_CAfile 2>/dev/null)
folder=$(postconf -xh smtp_tls_CApath 2>/dev/null)
echo authorities
[ -n "$file" ] && cat "$file" 2>/dev/null
[ -n "$folder" ] && cat "$folder"/????????.[0-9] 2>/dev/null
exit 0' </dev/null
`,
})

/**
 * `$1` the smtp container; `$2`: `queue` leaves the log alone. What waits in the queue and what the log says of mail that left or was refused.
 * Queue: the first 500 entries as JSON, then `queued COUNT OLDEST` (seconds since the epoch). "Mail system is down" is a false alarm
 * of Mailu's Postfix (`mailu.md` 0.7) and is dropped with the rest of what is no JSON.
 */
export const watchCommand = defineRemoteCommand({
  id: 'relay.watch',
  changes: false,
  asRoot: 'if-needed',
  script: String.raw`
docker exec -i "$1" postqueue -j 2>&1 </dev/null | awk '
/^[{]/ {
  n++; if (n <= 500) print "entry " $0
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

export const relayCommands = [lookCommand, watchCommand, ...connectCommands]
