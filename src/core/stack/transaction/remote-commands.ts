/** What a server transaction runs on the server. `$1` is the folder of the marker (`…/.postern`), `$2` the change's id. */
import { defineRemoteCommand } from '../../net/remote-commands.ts'
import { shared } from './watchdog.ts'

/** Exit codes of `stack.begin`. `notWritten`: one file of several could not be replaced; the watchdog puts the others back. */
export const beginCodes = {
  busy: 41,
  changed: 42,
  full: 43,
  unfinished: 44,
  notWatched: 45,
  notWritten: 46,
} as const

const start = `
start() {
  if [ "$(id -u)" = 0 ] && [ -d /run/systemd/system ] && command -v systemd-run >/dev/null 2>&1; then
    systemd-run --quiet --collect --unit="postern-$id-$1" --setenv=HOME="\${HOME:-/root}" --setenv=PATH="$PATH" /bin/sh "$change/watchdog.sh" "$1" </dev/null >/dev/null 2>&1 && return
  fi
  if command -v setsid >/dev/null 2>&1; then (setsid /bin/sh "$change/watchdog.sh" "$1" </dev/null >/dev/null 2>&1 &)
  else (nohup /bin/sh "$change/watchdog.sh" "$1" </dev/null >/dev/null 2>&1 &); fi
}
pause() { sleep 0.1 2>/dev/null || sleep 1; }
`.trim()

/**
 * Prepares and writes a set of files. `$3` who, `$4` seconds of the lease, `$5` the watchdog, then for each file: path, hash
 * before, hash after, mode for a new file, dated copy, content in base64. All that can fail for want of room is done before
 * the first file is replaced; each replacement is one rename.
 */
export const beginCommand = defineRemoteCommand({
  id: 'stack.begin',
  changes: true,
  asRoot: 'if-needed',
  script: `
home=$1 id=$2 who=$3 lease=$4 watchdog=$5
shift 5
change=$home/change
umask 077
${shared}
${start}
each() {
  todo=$1; shift
  while [ $# -gt 0 ]; do "$todo" "$1" "$2" "$3" "$4" "$5" "$6" || return 1; shift 6; done
}
undo_one() { rm -f "$(beside "$1" new)" "$(beside "$1" old)" "$5.part" "$5"; }
give_up() {
  code=$1; shift
  each undo_one "$@"
  rm -rf "$change"
  exit "$code"
}
same() { [ "$(sha "$1")" = "$2" ] || { echo "changed $1"; return 1; }; }
prepare() {
  new=$(beside "$1" new) old=$(beside "$1" old)
  rm -f "$new" "$old"
  if [ "$2" = absent ]; then : >"$new" && chmod "$4" "$new" && chown "$(stat -c %u:%g "$(dirname "$1")")" "$new" || return 1
  else
    cp -p "$1" "$old" && cp -p "$1" "$new" || return 1
    [ "$(stat -c '%u:%g %a' "$1")" = "$(stat -c '%u:%g %a' "$new")" ] || return 1
    cat "$1" >"$5.part" && [ "$(sha "$5.part")" = "$2" ] && mv -f "$5.part" "$5" && chown "$(stat -c %u:%g "$1")" "$5" || return 1
  fi
  if [ "$3" = absent ]; then rm -f "$new"; return; fi
  printf %s "$6" | base64 -d >"$new" && [ "$(sha "$new")" = "$3" ] && flush "$new"
}
describe() { echo "file $2 $3 $(printf %s "$1" | base64 | tr -d '\\n')"; }
replace() {
  same "$1" "$2" || return 1
  replaced=yes
  if [ "$3" = absent ]; then rm -f "$1"; else mv -f "$(beside "$1" new)" "$1"; fi && flush "$(dirname "$1")"
}

[ -w "$(dirname "$home")" ] || exit 77
mkdir -p "$home/copies" || { df -Pk "$(dirname "$home")" | tail -n 1; exit ${beginCodes.full}; }
chown "$(stat -c %u:%g "$(dirname "$home")")" "$home" "$home/copies" 2>/dev/null
if ! mkdir "$change" 2>/dev/null; then
  [ -d "$change" ] || { df -Pk "$home" | tail -n 1; exit ${beginCodes.full}; }
  [ -x "$change" ] || { echo 'busy 0 -'; exit ${beginCodes.busy}; }
  if [ -z "$(said "$change/armed")" ]; then
    if lives "$(said "$change/builder")" 'head -c'; then echo 'busy 0 -'; exit ${beginCodes.busy}; fi
    rm -rf "$home/stale"; mv "$change" "$home/stale" && rm -rf "$home/stale"
  elif [ -n "$(said "$change/outcome")" ]; then
    rm -rf "$home/last"; mv "$change" "$home/last"
  elif ! lives "$(said "$change/watcher")" watchdog.sh; then
    echo "orphaned $(idof "$change")"; exit ${beginCodes.unfinished}
  else
    lease=$(said "$change/lease")
    echo "busy \${lease##*.} $(sed -n 's/^who //p' "$change/about")"
    exit ${beginCodes.busy}
  fi
  mkdir "$change" 2>/dev/null || { echo 'busy 0 -'; exit ${beginCodes.busy}; }
fi
ln -s $$ "$change/builder"
each same "$@" || give_up ${beginCodes.changed} "$@"
free=$(df -Pk "$home" | tail -n 1)
if ! { each prepare "$@" && printf %s "$watchdog" >"$change/watchdog.sh" && { echo "id $id"; echo "who $who"; echo "began $(date +%s)"; each describe "$@"; } >"$change/about" && [ -s "$change/about" ]; } 2>"$change/trouble"; then
  cat "$change/trouble" >&2
  echo "$free"
  each same "$@" >/dev/null || give_up ${beginCodes.changed} "$@"
  give_up ${beginCodes.full} "$@"
fi
flush "$change/watchdog.sh" "$change/about"
ln -s "0.$(($(date +%s) + lease))" "$change/lease"
start watch
tries=0
until [ -n "$(said "$change/watcher")" ]; do
  tries=$((tries + 1))
  [ "$tries" -gt 100 ] && give_up ${beginCodes.notWatched} "$@"
  pause
done
ln -s 1 "$change/armed"
flush "$change"
replaced=
if ! each replace "$@"; then
  [ -n "$replaced" ] || give_up ${beginCodes.changed} "$@"
  ln -s rollback "$change/decision"
  exit ${beginCodes.notWritten}
fi
echo written
`,
})

/** Says that the change is still being watched from afar. `$3` seconds. Prints the decision where there is one. */
export const extendCommand = defineRemoteCommand({
  id: 'stack.extend',
  changes: true,
  asRoot: 'if-needed',
  script: `
change=$1/change
${shared}
[ "$(idof "$change")" = "$2" ] || { echo gone; exit 0; }
decision=$(said "$change/decision")
[ -z "$decision" ] || { echo "$decision"; exit 0; }
now=$(said "$change/lease")
rm -f "$change/lease.new"
ln -s "$((\${now%%.*} + 1)).$(($(date +%s) + $3))" "$change/lease.new" && mv -f "$change/lease.new" "$change/lease" && echo extended
`,
})

/** Confirms the change. `$3`, `$4`, …: beginnings of the names of dated copies, of which the last ten each are kept. */
export const commitCommand = defineRemoteCommand({
  id: 'stack.commit',
  changes: true,
  asRoot: 'if-needed',
  script: `
home=$1 change=$1/change id=$2
shift 2
${shared}
if [ "$(idof "$change")" != "$id" ]; then
  [ "$(idof "$home/last")" = "$id" ] && said "$home/last/outcome"
  exit 0
fi
ln -s commit "$change/decision" 2>/dev/null
decision=$(said "$change/decision")
[ "$decision" = commit ] || { echo "$decision"; exit 0; }
sed -n 's/^file [^ ]* [^ ]* //p' "$change/about" | while read -r path; do
  path=$(printf %s "$path" | base64 -d)
  rm -f "$(beside "$path" new)" "$(beside "$path" old)"
done
ln -s committed "$change/outcome" 2>/dev/null
rm -rf "$home/done" "$home/last"
mv "$change" "$home/done" 2>/dev/null && rm -rf "$home/done"
for name in "$@"; do
  ls -1r "$home/copies" | grep -F -- "$name" | tail -n +11 | while read -r old; do rm -f "$home/copies/$old"; done
done
echo committed
`,
})

/** Decides against the change, and sees to it that somebody on the server carries that out: also after a restart. */
export const undoCommand = defineRemoteCommand({
  id: 'stack.undo',
  changes: true,
  asRoot: 'if-needed',
  script: `
home=$1 change=$1/change id=$2
${shared}
${start}
if [ "$(idof "$change")" != "$id" ]; then
  [ "$(idof "$home/last")" = "$id" ] && said "$home/last/outcome"
  exit 0
fi
ln -s rollback "$change/decision" 2>/dev/null
lives "$(said "$change/watcher")" watchdog.sh || start "finish$(date +%s)"
echo "decided $(said "$change/decision")"
`,
})

/** What there is of a change: lines `now …` or `last …`: id, state, deadline, who. */
export const pendingCommand = defineRemoteCommand({
  id: 'stack.pending',
  changes: false,
  asRoot: 'if-needed',
  script: `
home=$1
${shared}
[ -d "$home" ] || exit 0
[ -x "$home" ] || exit 77
tell() {
  id=$(idof "$2")
  [ -n "$id" ] || return
  lease=$(said "$2/lease")
  state=$(said "$2/outcome")
  if [ -z "$state" ]; then if lives "$(said "$2/watcher")" watchdog.sh; then state=watched; else state=orphaned; fi; fi
  echo "$1 $id $state \${lease##*.} $(sed -n 's/^who //p' "$2/about")"
}
tell now "$home/change"
tell last "$home/last"
date '+clock %s'
`,
})

/** The outcome was told: it need not be shown again. */
export const acknowledgeCommand = defineRemoteCommand({
  id: 'stack.acknowledge',
  changes: true,
  asRoot: 'if-needed',
  script: `
${shared}
[ "$(idof "$1/last")" = "$2" ] && rm -rf "$1/last"
exit 0
`,
})

/** Dated copies whose name begins with `$2`: hash, size, name. */
export const copiesCommand = defineRemoteCommand({
  id: 'stack.copies',
  changes: false,
  asRoot: 'if-needed',
  script: `
[ -d "$1" ] || exit 0
[ -x "$1" ] || exit 77
[ -d "$1/copies" ] || exit 0
${shared}
ls -1r "$1/copies" | grep -F -- "$2" | while read -r name; do
  case $name in *.part) continue ;; esac
  echo "$(sha "$1/copies/$name") $(wc -c <"$1/copies/$name" | tr -d ' ') $name"
done
`,
})
