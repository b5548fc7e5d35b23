import { defineRemoteCommand } from '../remote-commands.ts'

/** Ends a script that was given up, with all that it started: closing the channel alone leaves it running (OpenSSH sends no signal without a terminal). */
export const stopCommand = defineRemoteCommand({
  id: 'servers.stop',
  changes: false,
  asRoot: 'if-needed',
  script: `
# only a shell that Postern started: its command line is known
case "$(ps -o args= -p "$1" 2>/dev/null)" in *'eval "$(head -c '*) ;; *) exit 0 ;; esac
doomed=$1
found=$1
while [ -n "$found" ]; do
  next=
  for parent in $found; do
    next="$next $(ps -A -o pid= -o ppid= | while read -r pid ppid; do [ "$ppid" = "$parent" ] && echo "$pid"; done)"
  done
  found=$(echo $next)
  doomed="$doomed $found"
done
kill -TERM $doomed 2>/dev/null || exit 0
sleep 1
kill -KILL $doomed 2>/dev/null
exit 0
`,
})
