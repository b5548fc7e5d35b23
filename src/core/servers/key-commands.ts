/** What adds Postern's own key to the login user's authorized_keys, and takes it away. `$1` is the key in base64. */
import { defineRemoteCommand } from '../net/remote-commands.ts'

export const keyCodes = { noHome: 4, notWritable: 5, changed: 7 } as const

/** `$file` behind symbolic links, and what replaces it whole: a copy with owner and mode, and a rename. */
const place = `
[ -n "$HOME" ] && [ -d "$HOME" ] || exit ${keyCodes.noHome}
folder=$HOME/.ssh file=$HOME/.ssh/authorized_keys
[ ! -L "$file" ] || file=$(readlink -f "$file") || exit ${keyCodes.notWritable}
beside=$(dirname "$file")/.authorized_keys.postern-$$
`.trim()
const swap = `
flush() { sync "$@" 2>/dev/null || sync; }
give_up() { rm -f "$beside"; exit "$1"; }
copy() {
  [ -f "$file" ] && [ -w "$file" ] && [ -w "$(dirname "$file")" ] || exit ${keyCodes.notWritable}
  before=$(cksum <"$file")
  rm -f "$beside"
  cp -p "$file" "$beside" || give_up ${keyCodes.notWritable}
}
replace() {
  flush "$beside"
  [ "$(cksum <"$file")" = "$before" ] || give_up ${keyCodes.changed}
  mv -f "$beside" "$file" || give_up ${keyCodes.notWritable}
  flush "$(dirname "$file")"
}
`.trim()

/** Where the line would go: `path`, then `lines N` and `has N` where the file is there. */
export const keyPlanCommand = defineRemoteCommand({
  id: 'servers.keyPlan',
  changes: false,
  asRoot: 'never',
  script: `
${place}
echo "path $file"
[ -f "$file" ] || exit 0
echo "lines $(grep -c '' "$file")"
echo "has $(grep -cF -- "$1" "$file")"
`,
})

/** Adds the line `$2` at the end, once. What is there stays byte for byte. */
export const keyInstallCommand = defineRemoteCommand({
  id: 'servers.keyInstall',
  changes: true,
  asRoot: 'never',
  script: `
${place}
${swap}
umask 077
[ -d "$folder" ] || mkdir -m 700 "$folder" || exit ${keyCodes.notWritable}
if [ ! -e "$file" ]; then
  printf '%s\\n' "$2" >"$beside" && flush "$beside" || give_up ${keyCodes.notWritable}
  ln "$beside" "$file" || give_up ${keyCodes.changed}
  rm -f "$beside"
  echo added
  exit 0
fi
if grep -qF -- "$1" "$file"; then echo there; exit 0; fi
copy
[ -z "$(tail -c 1 "$beside")" ] || echo >>"$beside" || give_up ${keyCodes.notWritable}
printf '%s\\n' "$2" >>"$beside" || give_up ${keyCodes.notWritable}
[ "$(head -c "$(wc -c <"$file")" "$beside" | cksum)" = "$before" ] || give_up ${keyCodes.changed}
replace
echo added
`,
})

/** Takes every line with the key away. */
export const keyRemoveCommand = defineRemoteCommand({
  id: 'servers.keyRemove',
  changes: true,
  asRoot: 'never',
  script: `
${place}
${swap}
grep -qF -- "$1" "$file" 2>/dev/null || { echo none; exit 0; }
copy
grep -vF -- "$1" "$file" >"$beside"
[ $? -le 1 ] || give_up ${keyCodes.notWritable}
replace
echo removed
`,
})
