/** Puts a remote command together: a constant command line, and a script with its arguments that follows on stdin. */
import { randomBytes } from 'node:crypto'
import { Secret } from '../../../shared/secret.ts'
import type { RemoteCommandTemplate } from '../remote-commands.ts'
import { quoteSh } from './quote-sh.ts'
import type { RemoteArg } from './session.ts'

/** Random words that tell the script's own output from banners, rc-files and sudo. */
export interface Markers {
  readonly begin: string
  readonly end: string
  /** sudo's prompt. */
  readonly prompt: string
  /** Said by the root shell before it reads the script, so that no line of the script can be taken for a password. */
  readonly start: string
}

export interface RemoteScript {
  /** The script's bytes, to be written to stdin. */
  readonly bytes: Buffer
  readonly markers: Markers
}

/** How the shell is started: as the login user, by sudo without a password, or by sudo that may ask for one. */
export type Privilege = 'user' | 'sudo' | 'sudo-password'

const makeMarkers = (): Markers => {
  const word = randomBytes(12).toString('hex')
  return { begin: `b${word}`, end: `e${word}`, prompt: `p${word}`, start: `s${word}` }
}

// Shells started by sshd or sudo often lack these; Docker lives in /usr/local/bin on some NAS systems and in /snap/bin under snap.
const preamble = [
  'LC_ALL=C; export LC_ALL',
  'PATH="$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin"; export PATH',
].join('\n')

/**
 * The script for one run. The template runs in a subshell, so that its `exit` does not skip the end marker.
 * `open`: no end marker, for a byte pipe whose output may be anything.
 */
export function composeScript(
  command: RemoteCommandTemplate,
  args: readonly RemoteArg[],
  form: 'closed' | 'open' = 'closed',
): RemoteScript {
  const markers = makeMarkers()
  const words = args.map(arg => quoteSh(arg instanceof Secret ? arg.reveal() : arg)).join(' ')
  // Process and its group; where there is no /proc the shell is taken for the head of its group.
  const group = 'postern_group=$$; { read -r _ _ _ _ postern_group _ </proc/$$/stat; } 2>/dev/null'
  const begin = `${group}; printf '${markers.begin}\\n' >&2; printf '${markers.begin} %s %s\\n' "$$" "$postern_group"`
  const end = `postern_status=$?; printf '\\036${markers.end} %s\\n' "$postern_status" >&2; printf '\\036${markers.end} %s\\n' "$postern_status"`
  const body = `(set -- ${words}\n${command.script}\n)`
  const parts = form === 'closed' ? [preamble, begin, body, end] : [preamble, begin, body]
  return { bytes: Buffer.from(parts.join('\n'), 'utf8'), markers }
}

/**
 * The remote command line. It holds a length and random words, nothing of the script or its arguments: the login shell
 * (sh, bash, zsh, fish, tcsh) reads it first, and everybody on the server can see it.
 */
export function commandLine(script: RemoteScript, privilege: Privilege): string {
  const read = `eval "$(head -c ${script.bytes.length})"`
  const { start, prompt } = script.markers
  switch (privilege) {
    case 'user':
      return `/bin/sh -c '${read}'`
    case 'sudo':
      return `env LC_ALL=C sudo -n /bin/sh -c 'echo ${start}; ${read}'`
    case 'sudo-password':
      return `env LC_ALL=C sudo -S -p ${prompt} /bin/sh -c 'echo ${start}; ${read}'`
  }
}
