/** What finds and takes away the files that changes of settings have left on a server. */
import { defineRemoteCommand } from '../net/remote-commands.ts'

export const cleanCodes = { busy: 41, notRemoved: 5 } as const

/** A change on trial keeps its own undo in the folder: nobody may take that away. */
const busy = `
is_busy() { [ -d "$1/change" ] && [ -z "$(readlink "$1/change/outcome" 2>/dev/null)" ]; }
leftovers() { find "$1" -maxdepth 1 \\( -name '.*.postern-new' -o -name '.*.postern-old' -o -name '.postern-removed-*' \\) 2>/dev/null; }
`.trim()

/**
 * For each project folder, of Docker's labels and of `$@`: lines `folder DIR`, `busy DIR`, `file SIZE PATH`.
 * Exit 77: this user may not look.
 */
export const tracesCommand = defineRemoteCommand({
  id: 'servers.traces',
  changes: false,
  asRoot: 'if-needed',
  script: `
${busy}
gone() { up=$1; while [ ! -e "$up" ]; do up=$(dirname "$up"); done; [ -x "$up" ]; }
labels=
if command -v docker >/dev/null 2>&1; then
  labels=$(docker ps -a --filter label=com.docker.compose.project.working_dir \\
    --format '{{.Label "com.docker.compose.project.working_dir"}}' 2>&1)
  case "$labels" in *'ermission denied'*) exit 77 ;; esac
fi
{ printf '%s\\n' "$labels"; for dir do printf '%s\\n' "$dir"; done; } | sort -u | while read -r dir; do
  case $dir in /*) ;; *) continue ;; esac
  if [ ! -d "$dir" ]; then gone "$dir" || exit 77; continue; fi
  [ -x "$dir" ] && [ -r "$dir" ] || exit 77
  home=$dir/.postern
  [ ! -L "$home" ] || continue
  if [ -d "$home" ]; then
    [ -x "$home" ] && [ -r "$home" ] || exit 77
    echo "folder $dir"
    ! is_busy "$home" || echo "busy $dir"
  elif [ -n "$(leftovers "$dir")" ]; then echo "folder $dir"
  else continue; fi
  { find "$home" ! -type d 2>/dev/null; leftovers "$dir"; } | sort | while read -r file; do
    if [ -L "$file" ] || [ -d "$file" ]; then size=0; else size=$(wc -c <"$file") || exit 77; fi
    echo "file $((size)) $file"
  done || exit $?
done
`,
})

/** Takes away the folder of one project, `$1`, in one step, unless a change is on trial there. */
export const cleanCommand = defineRemoteCommand({
  id: 'servers.clean',
  changes: true,
  asRoot: 'if-needed',
  script: `
${busy}
home=$1/.postern
[ -w "$1" ] || exit 77
[ ! -L "$home" ] || exit ${cleanCodes.notRemoved}
! is_busy "$home" || exit ${cleanCodes.busy}
if [ -d "$home" ]; then mv "$home" "$1/.postern-removed-$$" || exit ${cleanCodes.notRemoved}; fi
leftovers "$1" | while read -r old; do rm -rf "$old" || exit ${cleanCodes.notRemoved}; done || exit $?
sync
echo removed
`,
})
