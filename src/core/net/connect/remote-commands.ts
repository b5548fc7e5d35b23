/** Connections that begin on the server or in one of its containers, as byte pipes. */
import { defineRemoteCommand } from '../remote-commands.ts'

/**
 * Opens one TCP connection and becomes a byte pipe. Says on stdout, one line each, what it did before:
 * `resolved A B`, `noname WHY`, `nodns WHY`, `tried A refused|timeout|unreachable|error`, `failed`, `connected A`; then the peer's bytes.
 * Arguments: host, port, address family (4, 6 or 0 for both), seconds in all for at most four addresses, which are tried a moment apart
 * (RFC 8305). Without a single quote, see its users.
 */
const python = `
import errno, os, select, signal, socket, sys, time
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
todo = [next(item for item in found if item[4][0] == name) for name in names[:4]]
words = {errno.ECONNREFUSED: "refused", errno.ETIMEDOUT: "timeout", errno.ENETUNREACH: "unreachable", errno.EHOSTUNREACH: "unreachable"}
def tell(name, code): say("tried", name, words.get(code, "error " + os.strerror(code)))
link, waiting, until, following = None, {}, time.monotonic() + limit, 0.0
while (todo or waiting) and not link:
    now = time.monotonic()
    if now >= until: break
    if todo and (now >= following or not waiting):
        item = todo.pop(0); following = now + 0.3
        one = socket.socket(item[0], socket.SOCK_STREAM); one.setblocking(False)
        code = one.connect_ex(item[4])
        if code in (0, errno.EINPROGRESS): waiting[one] = item[4][0]
        else: tell(item[4][0], code)
        continue
    for one in select.select([], list(waiting), [], (min(until, following) if todo else until) - now)[1]:
        name = waiting.pop(one); code = one.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code: tell(name, code)
        elif not link: link = one; say("connected", name)
if not link:
    for name in waiting.values(): say("tried", name, "timeout")
    say("failed"); sys.exit()
for one in waiting: one.close()
link.setblocking(True)
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
set -- $list
[ $# -gt 4 ] && set -- "$1" "$2" "$3" "$4"
[ $# -gt 0 ] && limit=$((limit / $#))
[ $limit -lt 2 ] && limit=2
for one in "$@"; do
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

/** `$1` a container in which the connection begins, `$2` the tool in it; then host, port, family, seconds. */
export const connectFromContainerCommand = defineRemoteCommand({
  id: 'net.connectFromContainer',
  changes: false,
  asRoot: 'if-needed',
  script: `
case "$2" in
  python3) exec docker exec -i "$1" python3 -c '${python}' "$3" "$4" "$5" "$6" ;;
  *) exec docker exec -i "$1" bash -c '${bash}' connect "$3" "$4" "$5" "$6" ;;
esac
`,
})

/** A connection that begins on the server itself: host, port, family, seconds. */
export const connectFromServerCommand = defineRemoteCommand({
  id: 'net.connectFromServer',
  changes: false,
  asRoot: 'never',
  script: `
if command -v python3 >/dev/null 2>&1; then exec python3 -c '${python}' "$1" "$2" "$3" "$4"
elif command -v bash >/dev/null 2>&1; then exec bash -c '${bash}' connect "$1" "$2" "$3" "$4"
else echo 'noway the server has neither python3 nor bash'; fi
`,
})

export const connectCommands = [connectFromContainerCommand, connectFromServerCommand]
