#!/bin/sh
# Checks the files of a Postern release that lie in a folder: sh verify-release.sh [--signers FILE] [FOLDER]
# Ends with 0 only if every file that is there is on the list and unchanged, and, with --signers, the list is signed by one of
# those that FILE names (one "release@postern ssh-ed25519 …" a line). Files of the list that you did not fetch are named.
set -u
signers=
if [ "${1-}" = --signers ]; then
  signers=${2:?--signers wants a file}
  case $signers in /*) ;; *) signers=$PWD/$signers ;; esac
  shift 2
fi
cd "${1-.}" || exit 1
fail() {
  echo "NOT GOOD: $*" >&2
  exit 1
}
[ -f SHA256SUMS ] || fail "SHA256SUMS is missing"

if [ -n "$signers" ]; then
  [ -f SHA256SUMS.sig ] || fail "SHA256SUMS is unsigned"
  ssh-keygen -Y verify -q -f "$signers" -I release@postern -n postern-release -s SHA256SUMS.sig <SHA256SUMS ||
    fail "SHA256SUMS is not signed by any of those in $signers"
fi

sum() { if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi; }
good=0
for file in *; do
  case $file in SHA256SUMS | SHA256SUMS.sig) continue ;; esac
  [ -f "$file" ] || fail "$file is no file"
  wanted=$(awk -v name="$file" 'substr($0, 67) == name { print substr($0, 1, 64) }' SHA256SUMS)
  [ -n "$wanted" ] || fail "$file is not on the list"
  found=$(sum "./$file") || fail "$file cannot be read"
  [ "${found%% *}" = "$wanted" ] || fail "$file was changed"
  good=$((good + 1))
done
[ "$good" -gt 0 ] || fail "there is no file to check"
absent=$(while read -r _ name; do [ -f "$name" ] || echo "  $name"; done <SHA256SUMS)
[ -z "$absent" ] || printf 'On the list, but not here:\n%s\n' "$absent"

if [ -n "$signers" ]; then
  echo "Good: $good files are as they were published, and the list is signed."
elif [ -f SHA256SUMS.sig ]; then
  echo "Good: $good files are as the list says. Its signature was not checked: name the signers with --signers FILE."
else
  echo "Good: $good files are as the list says. The list is unsigned: it shows damage, not who made the files."
fi
