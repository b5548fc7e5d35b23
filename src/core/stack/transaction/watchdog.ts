/**
 * The script that the server itself runs while a change is on trial. It lies beside the change's marker, is started before
 * the first byte is written, belongs to no login, and puts the old files back unless the change is confirmed in time.
 * POSIX sh with what dash and busybox have. Decisions and numbers are symbolic links: making one is atomic, says its text in
 * the same step, fails when it is there already, and needs no block on a full disk.
 */
import { quoteSh } from '../../net/ssh/quote-sh.ts'

export interface WatchedFile {
  readonly path: string
  /** Hex SHA-256, or `absent`. */
  readonly before: string
  readonly after: string
  /** The dated copy of what was there before, should the prepared file be gone. */
  readonly copy: string
}

export interface Watch {
  /** Folder of the marker, `…/.postern`. */
  readonly home: string
  readonly id: string
  readonly files: readonly WatchedFile[]
  readonly projectDir: string
  /** Compose with everything that addresses the project, word by word; empty: nothing is recreated. */
  readonly compose: readonly string[]
  readonly services: readonly string[]
  /** Whether they are recreated also where Compose sees no change. @default false */
  readonly mustRecreate?: boolean
  /** Seconds without a sign of life after which the old files are put back. */
  readonly leaseSeconds: number
}

const words = (list: readonly string[]): string => list.map(quoteSh).join(' ')

/** Shell functions that the scripts of a transaction share. */
export const shared = `
sha() {
  if [ ! -f "$1" ]; then echo absent
  elif command -v sha256sum >/dev/null 2>&1; then sha256sum <"$1" | cut -d' ' -f1
  else openssl dgst -sha256 <"$1" | sed 's/.* //'; fi
}
beside() { printf '%s/.%s.postern-%s' "$(dirname "$1")" "$(basename "$1")" "$2"; }
said() { readlink "$1" 2>/dev/null; }
idof() { sed -n 's/^id //p' "$1/about" 2>/dev/null; }
flush() { sync "$@" 2>/dev/null || sync; }
lives() { [ -n "$1" ] && kill -0 "$1" 2>/dev/null && { [ ! -r "/proc/$1/cmdline" ] || tr '\\0' ' ' <"/proc/$1/cmdline" | grep -q "$2"; }; }
`.trim()

const body = `
over() {
  files tidy
  ln -s "$1" "$change/outcome" 2>/dev/null
  rm -rf "$home/last"
  mv "$change" "$home/last"
  chown -R "$(stat -c %u:%g "$home")" "$home/last" 2>/dev/null
  exit 0
}
tidy() { rm -f "$(beside "$1" new)" "$(beside "$1" old)"; }
known() { now=$(sha "$1"); [ "$now" = "$2" ] || [ "$now" = "$3" ]; }
put_back() {
  now=$(sha "$1")
  [ "$now" = "$2" ] && return 0
  [ "$now" = "$3" ] || return 1
  if [ "$2" = absent ]; then rm -f "$1"; return; fi
  old=$(beside "$1" old)
  if [ "$(sha "$old")" != "$2" ]; then cp -p "$1" "$old" && cat "$4" >"$old" && [ "$(sha "$old")" = "$2" ] || return 1; fi
  mv -f "$old" "$1" && flush "$(dirname "$1")"
}
restore() {
  files known && files put_back || over left-alone
  recreate || again
  over rolled-back
}
mine() { [ "$(idof "$change")" = "$id" ]; }
watch() {
  seen=$(said "$change/lease")
  left=$lease
  while mine; do
    [ -n "$(said "$change/decision")" ] && return
    now=$(said "$change/lease")
    if [ "$now" != "$seen" ]; then seen=$now; left=$lease; fi
    if [ "$left" -le 0 ]; then ln -s rollback "$change/decision" 2>/dev/null; return; fi
    left=$((left - 1))
    sleep 1
  done
  exit 0
}
trap '' HUP
rm -f "$change/watcher"
ln -s $$ "$change/watcher"
[ "$1" = watch ] && watch
case $(said "$change/decision") in
  commit)
    sleep 3
    mine && over committed ;;
  rollback) restore ;;
esac
`.trim()

/** The whole script for one change. */
export function watchdogScript(watch: Watch): string {
  const { home, id, files, projectDir, compose, services, leaseSeconds, mustRecreate } = watch
  const calls = files.map(
    ({ path, before, after, copy }) => `  "$1" ${words([path, before, after, copy])} || return 1`,
  )
  const hasWork = compose.length > 0 && services.length > 0
  const run = (args: string): string =>
    `cd ${quoteSh(projectDir)} && limited ${words(compose)} ${args} >>"$change/log" 2>&1`
  const named = words(services)
  const up = mustRecreate ? 'up -d --force-recreate --no-deps' : 'up -d --no-deps'
  return [
    '#!/bin/sh',
    '# Postern watches a change of the files below. If nobody confirms it in time, this puts them back and recreates the',
    '# services that read them. Nothing is put back that somebody else has changed since.',
    'LC_ALL=C; export LC_ALL',
    'PATH="$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin"; export PATH',
    'umask 077',
    `home=${quoteSh(home)} id=${quoteSh(id)} lease=${Math.round(leaseSeconds)}`,
    'change=$home/change',
    `files() {\n${calls.join('\n')}\n}`,
    'limited() { if command -v timeout >/dev/null 2>&1; then timeout 120 "$@"; else "$@"; fi; }',
    `recreate() { ${hasWork ? `( ${run(`${up} ${named}`)} )` : 'true'}; }`,
    // Compose v1 on a newer engine stops at its own old container; without that one it starts a new one.
    `again() { ${hasWork ? `( ${run(`rm -s -f ${named}`)}; ${run(`up -d --no-deps ${named}`)} )` : 'true'}; }`,
    shared,
    body,
    '',
  ].join('\n')
}
