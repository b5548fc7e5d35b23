/** Connections that begin on the server or in one of its containers, as byte pipes. */
import { defineRemoteCommand } from '../remote-commands.ts'

/**
 * Opens one TCP connection and becomes a byte pipe. Says on stdout, one line each, what it did before:
 * `resolved A B`, `noname WHY`, `nodns WHY`, `tried A refused|timeout|unreachable|error`, `failed`, `connected A`; then the peer's bytes.
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
