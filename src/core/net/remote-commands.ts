/** Remote commands are data: a script with an id, so that all that may run on a server can be listed and shown. */

export interface RemoteCommandTemplate {
  /** `feature.verb`, unique over all features. */
  readonly id: string
  /**
   * POSIX sh. Arguments are `$1`, `$2`, …; never put a secret argument into another program's argv, only into
   * builtins and here-documents. Exit code 77 says "needs root": see `asRoot` of `RunOptions`.
   */
  readonly script: string
  /** True when it changes anything on the server. */
  readonly changes: boolean
  /** `never`: the runner refuses to run it through sudo. */
  readonly asRoot: 'never' | 'if-needed'
}

/** Declares one remote command. A feature keeps all of its own in `core/<feature>/remote-commands.ts`. */
export const defineRemoteCommand = (template: RemoteCommandTemplate): RemoteCommandTemplate => ({
  ...template,
  script: template.script.trim(),
})

/** Exit code by which a script says that it lacks the rights (EX_NOPERM of sysexits.h). */
export const NEEDS_ROOT = 77
