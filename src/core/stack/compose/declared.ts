/** What all compose files of a project say together: its services and the env file that Mailu's services share. */
import { posix } from 'node:path'
import { interpolateV2 } from '../env/interpolate-v2.ts'
import { type DeclaredService, parseComposeFile } from './compose-file.ts'

export interface ComposeText {
  readonly path: string
  readonly text: string
}

export interface Declared {
  readonly services: readonly DeclaredService[]
  /** Absolute; absent when no service names one. */
  readonly envFile?: string
}

type Variables = Readonly<Record<string, string | undefined>>

/** A path of a compose file, its variables filled in, made absolute against the project's folder. */
export function resolvePath(path: string, dir: string, variables: Variables): string {
  const filled = interpolateV2(path, name =>
    Object.hasOwn(variables, name) ? variables[name] : undefined,
  )
  return posix.resolve(dir, 'value' in filled ? filled.value : path)
}

/** Of several files the later adds to the earlier: lists are joined, an image is replaced (Compose's merge). */
function merge(services: readonly DeclaredService[]): DeclaredService[] {
  const byName = new Map<string, DeclaredService>()
  for (const service of services) {
    const known = byName.get(service.name)
    const image = service.image ?? known?.image
    byName.set(service.name, {
      name: service.name,
      ...(image !== undefined && { image }),
      envFiles: [...(known?.envFiles ?? []), ...service.envFiles],
      environment: [...(known?.environment ?? []), ...service.environment],
    })
  }
  return [...byName.values()]
}

/** The env file is the one that most services have, `mailu.env` where that does not decide. */
export function readDeclared(
  files: readonly ComposeText[],
  dir: string,
  variables: Variables,
): Declared {
  const parsed = files.map(file => parseComposeFile(file.text))
  const services = merge(parsed.flatMap(file => file.services)).map(service => ({
    ...service,
    envFiles: service.envFiles.map(path => resolvePath(path, dir, variables)),
  }))
  const mentions = parsed.flatMap(file => file.envFiles)
  const counts = new Map<string, number>()
  for (const { path } of mentions) {
    const absolute = resolvePath(path, dir, variables)
    counts.set(
      absolute,
      (counts.get(absolute) ?? 0) + (posix.basename(absolute) === 'mailu.env' ? 1.5 : 1),
    )
  }
  const envFile = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
  return { services, ...(envFile !== undefined && { envFile }) }
}

/** The same text with each mention of `envFile` pointed at `draft`: a copy for validation. */
export function pointAtDraft(
  text: string,
  at: {
    readonly dir: string
    readonly envFile: string
    readonly draft: string
    readonly variables: Variables
  },
): string {
  let result = text
  for (const mention of [...parseComposeFile(text).envFiles].reverse()) {
    if (resolvePath(mention.path, at.dir, at.variables) !== at.envFile) continue
    result = result.slice(0, mention.start) + at.draft + result.slice(mention.end)
  }
  return result
}
