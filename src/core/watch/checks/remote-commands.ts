/** Everything that watching may run on a server beside the byte pipes of `net/connect`. Reads only. */
import { defineRemoteCommand } from '../../net/remote-commands.ts'

/**
 * The server's own figures. `$@`: folders whose disk counts, beside that of the engine. Lines: `time SECONDS`, `mem NAME KIB`,
 * `ip6 ADDRESS` (32 digits; global, not temporary, not deprecated, not tentative), `disk|inodes SIZE FREE MOUNT PATH` (KiB; a path may hold blanks).
 */
export const factsCommand = defineRemoteCommand({
  id: 'watch.facts',
  changes: false,
  asRoot: 'if-needed',
  script: String.raw`
echo "time $(date +%s)"
awk '/^(MemTotal|MemAvailable|SwapTotal|SwapFree):/ { sub(":", "", $1); print "mem", $1, $2 }' /proc/meminfo 2>/dev/null
awk '$4 == "00" && $1 ~ /^[23]/ && $5 ~ /[0189][0246]$/ { print "ip6", $1 }' /proc/net/if_inet6 2>/dev/null
root=$(docker info -f '{{.DockerRootDir}}' 2>/dev/null)
for path in "$root" "$@"; do
  [ -n "$path" ] && [ -e "$path" ] || continue
  df -Pk "$path" 2>/dev/null | awk -v path="$path" 'NR == 2 { print "disk", $2, $4, $6, path }'
  df -Pi "$path" 2>/dev/null | awk -v path="$path" 'NR == 2 && $2 ~ /^[0-9]+$/ { print "inodes", $2, $4, $6, path }'
done
exit 0
`,
})

/** `$1` the imap container: the first mailbox that Dovecot knows. */
export const mailboxCommand = defineRemoteCommand({
  id: 'watch.mailbox',
  changes: false,
  asRoot: 'if-needed',
  script: `
docker exec "$1" doveadm user '*' 2>/dev/null </dev/null | grep -m 1 @
exit 0
`,
})

/** `$1` the admin container: the build of Mailu, which a floating image tag does not tell (`mailu.md` 2.3). */
export const versionCommand = defineRemoteCommand({
  id: 'watch.version',
  changes: false,
  asRoot: 'if-needed',
  script: `
docker exec "$1" cat /version 2>/dev/null </dev/null
exit 0
`,
})

/** Proves that the line to the server still carries words, before a silence is laid at the server's door. */
export const aliveCommand = defineRemoteCommand({
  id: 'watch.alive',
  changes: false,
  asRoot: 'never',
  script: 'echo alive',
})

export const watchCommands = [factsCommand, mailboxCommand, versionCommand, aliveCommand]
