import { defineRemoteCommand } from '../../net/remote-commands.ts'
import { checkProgram } from './check-program.ts'

/**
 * `$@`: for each check its id, the container it starts in or `-` for the server itself, the container to fall back to, and the
 * program's arguments as one word. All run at once; a line each: id, verdict, reply.
 */
export const checksCommand = defineRemoteCommand({
  id: 'stack.checks',
  changes: false,
  asRoot: 'if-needed',
  script: `
program='${checkProgram.replaceAll("'", `'\\''`)}'
limited() { if command -v timeout >/dev/null 2>&1; then timeout 25 "$@"; else "$@"; fi; }
inside() { container=$1; shift; limited docker exec "$container" python3 -c "$program" "$@" 2>&1; }
check() {
  id=$1 where=$2 instead=$3
  set -f; set -- $4
  if [ "$where" != - ]; then said=$(inside "$where" "$@")
  elif command -v python3 >/dev/null 2>&1; then said=$(limited python3 -c "$program" "$@" 2>&1)
  elif [ "$instead" != - ]; then kind=$1; shift 2; said=$(inside "$instead" "$kind" 127.0.0.1 "$@")
  else said='unknown no way to ask'; fi
  said=$(printf '%s' "$said" | tail -n 1)
  case $said in
    works*|broken*|unknown*) ;;
    *'not running'*|*'is restarting'*|*'o such container'*|*'is paused'*) said="broken $said" ;;
    *) said="unknown $said" ;;
  esac
  printf '%s %s\\n' "$id" "$said"
}
while [ $# -gt 0 ]; do
  check "$1" "$2" "$3" "$4" &
  shift 4
done
wait
`,
})
