/** Everything that the DNS feature may run on a server. Reads only. */
import { defineRemoteCommand } from '../net/remote-commands.ts'

/**
 * `$1` the admin container. Lines: `export JSON`, what Mailu says of its domains with their public keys (`mailu.md` 3.2; versions that
 * do not know the filters are asked for all, which hides secrets too), or `trouble WHY`; `ip6 ADDRESS` (32 digits; global and lasting).
 */
export const factsCommand = defineRemoteCommand({
  id: 'dns.facts',
  changes: false,
  asRoot: 'if-needed',
  script: String.raw`
awk '$4 == "00" && $1 ~ /^[23]/ && $5 ~ /[0189][0246]$/ { print "ip6", $1 }' /proc/net/if_inet6 2>/dev/null
export_domains() { docker exec "$container" flask mailu config-export --json --dns "$@" </dev/null 2>&1; }
container=$1
said=$(export_domains domain.name domain.alternatives domain.dkim_publickey domain.dns_dkim) || said=$(export_domains domain)
json=$(printf '%s\n' "$said" | grep -m 1 '^{')
if [ -n "$json" ]; then printf 'export %s\n' "$json"; else printf 'trouble %s\n' "$(printf '%s' "$said" | tail -n 1 | cut -c 1-300)"; fi
exit 0
`,
})

/** Asks one name server which address the question came from, as an ordinary question (RFC 1035). Without a single quote. */
const python = `
import os, socket, struct, sys
server, port, name = sys.argv[1], int(sys.argv[2]), sys.argv[3]
mark = os.urandom(2)
labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
link.settimeout(3)
for attempt in (1, 2):
    try:
        link.sendto(mark + struct.pack(">HHHHH", 256, 1, 0, 0, 0) + labels + b"\\0" + struct.pack(">HH", 1, 1), (server, port))
        answer = link.recv(1024)
    except OSError: continue
    if answer[:2] != mark or struct.unpack(">H", answer[6:8])[0] != 1: break
    if struct.unpack(">HHIH", answer[-14:-4])[:1] == (1,): print("seen", socket.inet_ntoa(answer[-4:]))
    break
`.trim()

/** `$1` the container that mail leaves from; name server, port, name. Prints `seen ADDRESS`, or nothing where nobody knows. */
export const seenCommand = defineRemoteCommand({
  id: 'dns.seen',
  changes: false,
  asRoot: 'if-needed',
  script: `
docker exec "$1" python3 -c '${python}' "$2" "$3" "$4" </dev/null 2>/dev/null
exit 0
`,
})

export const dnsCommands = [factsCommand, seenCommand]
