/** Everything that the relay feature may run on a server. */
import { defineRemoteCommand } from '../net/remote-commands.ts'

/**
 * Opens one TCP connection and becomes a byte pipe. Says on stdout, one line each, what it did before:
 * `resolved A B`, `noname WHY`, `nodns WHY`, `tried A refused|timeout|unreachable|error`, `failed`, `connected A`; then the relay's bytes.
 * Arguments: host, port, address family (4, 6 or 0 for both), seconds for each address. Without a single quote, see its users.
 */
const python = `
import os, select, signal, socket, sys
host, port, family, limit = sys.argv[1], int(sys.argv[2]), sys.argv[3], float(sys.argv[4])
signal.alarm(300)
def say(*words): os.write(1, (" ".join(words) + "\\n").encode())
kinds = {"4": socket.AF_INET, "6": socket.AF_INET6}
try: found = socket.getaddrinfo(host, port, kinds.get(family, 0), socket.SOCK_STREAM)
except socket.gaierror as error:
    gone = [getattr(socket, name, None) for name in ("EAI_NONAME", "EAI_NODATA", "EAI_ADDRFAMILY")]
    say("noname" if error.errno in gone else "nodns", str(error)); sys.exit()
except (OSError, UnicodeError) as error: say("noname", str(error)); sys.exit()
names = []
for item in found:
    if item[4][0] not in names: names.append(item[4][0])
say("resolved", *names)
link = None
for item in found:
    if item[4][0] not in names[:4] or link: continue
    names.remove(item[4][0]); names.append("")
    one = socket.socket(item[0], socket.SOCK_STREAM); one.settimeout(limit)
    try: one.connect(item[4]); link = one; say("connected", item[4][0])
    except ConnectionRefusedError: say("tried", item[4][0], "refused")
    except (socket.timeout, TimeoutError): say("tried", item[4][0], "timeout")
    except OSError as error: say("tried", item[4][0], "unreachable" if error.errno in (101, 113) else "error", str(error))
if not link: say("failed"); sys.exit()
link.settimeout(None)
while True:
    ready = select.select([0, link], [], [])[0]
    if 0 in ready:
        data = os.read(0, 65536)
        if not data: sys.exit()
        link.sendall(data)
    if link in ready:
        data = link.recv(65536)
        if not data: sys.exit()
        while data: data = data[os.write(1, data):]
`.trim()

/** The same with what a plain bash has; for images without Python. */
const bash = `
host=$1 port=$2 limit=$4 list=
case $3 in 4) ask=ahostsv4 ;; 6) ask=ahostsv6 ;; *) ask=ahosts ;; esac
if command -v getent >/dev/null 2>&1; then
  found=$(getent $ask "$host") || { echo "noname getent: $?"; exit; }
  while read -r one rest; do case " $list " in *" $one "*) ;; *) list="$list $one" ;; esac; done <<< "$found"
else list=$host; fi
echo "resolved$list"
for one in $list; do
  said=$(timeout "$limit" bash -c "exec 3<>/dev/tcp/\\$0/\\$1" "$one" "$port" 2>&1); code=$?
  if [ $code = 0 ] && exec 3<>"/dev/tcp/$one/$port"; then
    echo "connected $one"
    { cat <&3; kill $$; } 2>/dev/null &
    cat >&3 2>/dev/null
    exit
  fi
  case "$code $said" in
    124*|143*) echo "tried $one timeout" ;;
    *efused*) echo "tried $one refused" ;;
    *nreachable*|*"o route"*) echo "tried $one unreachable" ;;
    *) echo "tried $one error" ;;
  esac
done
echo failed
`.trim()

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

/** A connection that begins inside the smtp container, whose way out is the one that mail takes. */
export const connectCommand = defineRemoteCommand({
  id: 'relay.connect',
  changes: false,
  asRoot: 'if-needed',
  script: `
case "$2" in
  python3) exec docker exec -i "$1" python3 -c '${python}' "$3" "$4" "$5" "$6" ;;
  *) exec docker exec -i "$1" bash -c '${bash}' relay "$3" "$4" "$5" "$6" ;;
esac
`,
})

/** A connection that begins on the server itself; for a time when the smtp container does not run. */
export const connectFromServerCommand = defineRemoteCommand({
  id: 'relay.connectFromServer',
  changes: false,
  asRoot: 'never',
  script: `
if command -v python3 >/dev/null 2>&1; then exec python3 -c '${python}' "$1" "$2" "$3" "$4"
elif command -v bash >/dev/null 2>&1; then exec bash -c '${bash}' relay "$1" "$2" "$3" "$4"
else echo 'noway the server has neither python3 nor bash'; fi
`,
})

/**
 * What waits in the queue and what the log says of mail that left or was refused.
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
docker logs -t --since 168h --tail 50000 "$1" 2>&1 </dev/null |
  grep -E 'postfix(-[a-z]+)?/(smtp|error|retry)\[[0-9]+\]: .* status=(sent|deferred|bounced|expired) ' | tail -n 400 | cut -c 1-2000 | sed 's/^/log /'
exit 0
`,
})

export const relayCommands = [lookCommand, connectCommand, connectFromServerCommand, watchCommand]
