/**
 * Logs of all services in one channel, each line with its service in front. `docker logs` rather than Compose: it is there at
 * once, and works with every logging driver that can be read (journald too).
 */
import { defineRemoteCommand } from '../../net/remote-commands.ts'

const prefix = `
export service
lines() {
  if command -v stdbuf >/dev/null 2>&1; then stdbuf -oL sed "s/^/$service|/"
  elif sed -u '' </dev/null 2>/dev/null; then sed -u "s/^/$service|/"
  else awk -v name="$service" '{ print name "|" $0; fflush() }'; fi
}
`.trim()

/** `$1` since or nothing, `$2` number of lines or `all`, then service and container id in turn. */
export const logsCommand = defineRemoteCommand({
  id: 'stack.logs',
  changes: false,
  asRoot: 'if-needed',
  script: `
since=$1 tail=$2
shift 2
${prefix}
while [ $# -gt 0 ]; do
  service=$1
  docker logs -t --tail "$tail" \${since:+--since "$since"} "$2" 2>&1 </dev/null | lines &
  shift 2
done
wait
`,
})

/**
 * The same, and goes on: a container that is replaced is found again by its service. `$3` the project, then services. Lines may
 * come twice after a replacement; their stamps tell. An empty line now and then finds out that nobody listens any more (the app
 * was killed, the line broke): nothing else would end the loops.
 */
export const followCommand = defineRemoteCommand({
  id: 'stack.followLogs',
  changes: false,
  asRoot: 'if-needed',
  script: `
since=$1 tail=$2 project=$3
shift 3
${prefix}
follow() {
  while :; do
    id=$(docker ps -q --no-trunc --filter "label=com.docker.compose.project=$project" --filter "label=com.docker.compose.service=$service" --filter label=com.docker.compose.oneoff=False </dev/null | head -n 1)
    began=$(date -u +%Y-%m-%dT%H:%M:%SZ)
    if [ -n "$id" ]; then
      docker logs -t -f --tail "$tail" \${since:+--since "$since"} "$id" 2>&1 </dev/null
      since=$began tail=all
    else
      [ "$tail" = all ] && [ -n "$since" ] || since=$began tail=all
    fi
    sleep 1
  done
}
for service in "$@"; do
  follow | lines &
done
trap '' PIPE
while sleep 5 && echo 2>/dev/null; do :; done
doomed=
# this very subshell: $$ is its parent
found=$(exec sh -c 'echo $PPID')
while [ -n "$found" ]; do
  next=
  for parent in $found; do
    next="$next $(ps -A -o pid= -o ppid= | while read -r pid ppid; do
      if [ "$ppid" = "$parent" ]; then echo "$pid"; fi
    done)"
  done
  found=$(echo $next)
  doomed="$doomed $found"
done
kill -TERM $doomed 2>/dev/null
sleep 1
kill -KILL $doomed 2>/dev/null
`,
})
