import { defineRemoteCommand } from '../remote-commands.ts'

/** Ends a script that was given up, with all that it started, but for what it put into a session of its own on purpose (setsid): that is meant to outlive it. Closing the channel alone leaves it running (OpenSSH sends no signal without a terminal). */
export const stopCommand = defineRemoteCommand({
  id: 'servers.stop',
  changes: false,
  asRoot: 'if-needed',
  script: `
end() {
  kill -TERM "$@" 2>/dev/null || exit 0
  sleep 1
  kill -KILL "$@" 2>/dev/null
  exit 0
}
# The group that it was started in: nobody else's, and kept when its shell dies with its channel (sudo's too).
group=$(ps -A -o pid= -o pgid= | while read -r pid pgid; do
  if [ "$pgid" = "$2" ] && [ "$pid" != "$$" ]; then echo "$pid"; fi
done)
# only a shell that Postern started: its command line is known
case "$(ps -o args= -p "$1" 2>/dev/null)" in
  *'eval "$(head -c '*) ;;
  '')
    [ -z "$group" ] || end $group
    exit 0 ;;
  *) exit 0 ;;
esac
session=$(ps -o sess= -p "$1")
doomed="$1 $(echo $group)"
found=$1
while [ -n "$found" ]; do
  next=
  for parent in $found; do
    next="$next $(ps -A -o pid= -o ppid= -o sess= | while read -r pid ppid sess; do
      [ "$ppid" = "$parent" ] && [ "$sess" -eq "$session" ] && echo "$pid"
    done)"
  done
  found=$(echo $next)
  doomed="$doomed $found"
done
end $doomed
`,
})
