/** The files of a project: compose files, `.env`, and the env file that its services share. */
import { posix } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { ComposeGeneration } from '../../shared/model/stack.ts'
import { type Declared, readDeclared } from './compose/declared.ts'
import type { EnvCatalogue } from './env/catalogue.ts'
import { type EnvReading, readEnv, type Surroundings } from './env/compose-reading.ts'
import { parseEnvDocument } from './env/env-document.ts'
import type { OpenProject } from './open-project.ts'
import { isFile, readFiles, type RemoteFile } from './read-files.ts'

export interface ProjectFiles {
  readonly compose: readonly RemoteFile[]
  readonly declared: Declared
  /** Variables of the project's `.env`, which fill in the compose file. */
  readonly dotEnv: Readonly<Record<string, string>>
  /** Absent when the login may not read it (`may`), or there is none. */
  readonly env?: RemoteFile
  /** Where it is, or should be. */
  readonly envPath: string
}

const dotEnvOf = (file: RemoteFile | undefined, compose: ComposeGeneration) => {
  if (!file) return {}
  const { values } = readEnv(parseEnvDocument(file.bytes, compose))
  return Object.fromEntries(values)
}

/** `may`: reads what this login can. `must`: reads all, as root where needed. */
export async function readProject(
  open: OpenProject,
  strict: 'may' | 'must',
  compose: ComposeGeneration,
  signal: AbortSignal,
): Promise<ProjectFiles> {
  const { host, found } = open
  const options = { signal, ...(strict === 'must' && { asRoot: open.fileRights }) }
  const dotEnvPath = found.environmentFile ?? posix.join(found.dir, '.env')
  const guess = posix.join(found.dir, 'mailu.env')
  const paths = [...found.configFiles, dotEnvPath, guess]
  const states = await readFiles(host, paths, strict, options)
  const composeFiles = states.slice(0, found.configFiles.length).filter(isFile)
  const dotEnvFile = states[found.configFiles.length]
  const dotEnv = dotEnvOf(isFile(dotEnvFile) ? dotEnvFile : undefined, compose)
  const texts = composeFiles.map(file => ({ path: file.path, text: file.bytes.toString('utf8') }))
  const declared = readDeclared(texts, found.dir, dotEnv)
  const envPath = declared.envFile ?? guess
  const env =
    envPath === guess ? states.at(-1) : (await readFiles(host, [envPath], strict, options))[0]
  return { compose: composeFiles, declared, dotEnv, envPath, ...(isFile(env) && { env }) }
}

/** @throws AppError `env-file-not-found`, `env-file-not-readable` */
export function mustHaveEnv(open: OpenProject, files: ProjectFiles): RemoteFile {
  if (files.env) return files.env
  if (open.files.access === 'none')
    throw new AppError('env-file-not-readable', { path: files.envPath, user: open.host.user })
  throw new AppError('env-file-not-found', { path: files.envPath })
}

/** What Compose on the server reads besides the file. Its own environment is that of the login, of which `HOME` and the like are not told. */
export const surroundingsOf = (files: ProjectFiles): Surroundings => ({ dotEnv: files.dotEnv })

/** Services that receive the env file: by the compose file, or because their container holds most of its keys. */
export function hasEnvFile(
  open: OpenProject,
  files: ProjectFiles,
  service: string,
  keys: readonly string[],
): boolean {
  const declared = files.declared.services.find(one => one.name === service)
  if (declared?.envFiles.includes(files.envPath) === true) return true
  const container = open.containers.find(one => one.service === service)
  if (!container || keys.length === 0) return false
  const held = keys.filter(key => Object.hasOwn(container.env, key)).length
  return held * 2 > keys.length
}

/** Makes known to the redactor what must never be seen in a log or an error. */
export function rememberSecrets(
  reading: EnvReading,
  catalogue: EnvCatalogue,
  remember: (text: string) => void,
): void {
  for (const [key, value] of reading.values) if (catalogue.isSecret(key)) remember(value)
}
