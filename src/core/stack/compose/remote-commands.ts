/**
 * The commands of Compose, each exactly as Mailu's documentation gives it. `$1` the project's folder, `$2` the tool
 * (`docker compose` or `docker-compose`), `$3` the project, `$4` an env file other than `.env` or nothing, then services.
 */
import { defineRemoteCommand, type RemoteCommandTemplate } from '../../net/remote-commands.ts'

const compose = (id: string, args: string): RemoteCommandTemplate =>
  defineRemoteCommand({
    id,
    changes: true,
    asRoot: 'if-needed',
    script: `
cd "$1" || exit 1
tool=$2 project=$3 file=$4
shift 4
$tool -p "$project" \${file:+--env-file "$file"} ${args} </dev/null 2>&1
`,
  })

export const upCommand = compose('stack.up', 'up -d')
export const downCommand = compose('stack.down', 'down')
export const restartCommand = compose('stack.restart', 'restart "$@"')
export const recreateAllCommand = compose('stack.recreateAll', 'up -d --force-recreate')
export const recreateCommand = compose('stack.recreate', 'up -d --force-recreate --no-deps "$@"')
export const pullCommand = compose('stack.pull', 'pull')
/** Recreates what changed, and of that only these. */
export const applyCommand = compose('stack.apply', 'up -d --no-deps "$@"')

/**
 * Asks Compose whether it takes a draft. `$5` a folder that is made and removed, `$6` the draft, then for each compose file
 * its content with the env file pointed at the draft; all in base64.
 */
export const validateCommand = defineRemoteCommand({
  id: 'stack.validate',
  changes: false,
  asRoot: 'if-needed',
  script: `
cd "$1" || exit 1
tool=$2 project=$3 file=$4 dir=$5 draft=$6 here=$1
shift 6
umask 077
mkdir -m 700 "$dir" || exit 60
trap 'rm -rf "$dir"' EXIT
trap 'exit 61' HUP INT TERM
printf %s "$draft" | base64 -d >"$dir/draft.env" || exit 60
number=0
files=
for content in "$@"; do
  number=$((number + 1))
  printf %s "$content" | base64 -d >"$dir/$number.yml" || exit 60
  files="$files -f $dir/$number.yml"
done
if $tool -p "$project" --project-directory "$here" \${file:+--env-file "$file"} $files config -q </dev/null 2>&1; then echo 'postern: taken'; else echo 'postern: refused'; fi
`,
})
