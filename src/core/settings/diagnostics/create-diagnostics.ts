/** The diagnostics bundle: gathered, cleaned, shown; saved only as it was shown. */
import { randomUUID } from 'node:crypto'
import { hostname, release, userInfo } from 'node:os'
import { basename, join } from 'node:path'
import type { JobContext } from '../../../shared/contract/define.ts'
import type { Diagnostics, SavedDiagnostics, Settings } from '../../../shared/contract/settings.ts'
import { AppError, toWire } from '../../../shared/errors.ts'
import { diagnostics as words } from '../../../shared/locales/en/diagnostics.ts'
import { fill } from '../../../shared/locales/fill.ts'
import type { Contact } from '../../../shared/model/contact.ts'
import type { JobRecord } from '../../../shared/model/job.ts'
import type { Server } from '../../../shared/model/server.ts'
import type { Discovery } from '../../../shared/model/stack.ts'
import type { Platform } from '../../platform.ts'
import { beginSavedFile } from '../../store/save-file.ts'
import { composeBundle, type Looked } from './compose-bundle.ts'
import { readLogTail } from './log-tail.ts'
import { createPseudonyms, type KnownName } from './pseudonyms.ts'
import { createVocabulary } from './vocabulary.ts'

export interface DiagnosticsDeps {
  readonly platform: Platform
  readonly settings: () => Settings
  readonly keyring: () => { readonly kind: string; readonly detail: string }
  readonly servers: () => readonly Server[]
  /** What runs on a server, asked now. */
  readonly look: (server: string, signal: AbortSignal) => Promise<Discovery>
  readonly contacts: () => readonly Contact[]
  readonly jobs: () => readonly JobRecord[]
}

export interface DiagnosticsMaker {
  /** @param wantsLook asks each server what it runs; one that does not answer in time is named with the reason */
  make(wantsLook: boolean, signal: AbortSignal): Promise<Diagnostics>
  /** Asks where to, and writes exactly what was shown. @throws AppError `diagnostics-gone`, `no-save-dialog`, `file-not-writable` */
  save(id: string, context: JobContext): Promise<SavedDiagnostics>
}

const lookMs = 10_000
const keptJobs = 50
const keptLines = 300

const versionsOf = ({ version, host, isPackaged, os }: Platform): Record<string, string> => {
  // Electron's are there only under Electron, SQLite's not before Node 22.
  const versions: Readonly<Record<string, string | undefined>> = process.versions
  const { electron, chrome, sqlite } = versions
  return {
    postern: version,
    host: `${host}${isPackaged ? ' packaged' : ''}`,
    system: `${os} ${process.arch} ${release()}`,
    node: process.versions.node,
    ...(electron !== undefined && { electron }),
    ...(chrome !== undefined && { chromium: chrome }),
    ...(sqlite !== undefined && { sqlite }),
  }
}

/** What this computer and the person's servers are called: taken out wherever it stands. */
function namesOf(
  servers: readonly { readonly server: Server; readonly looked: Looked }[],
  homeDir: string,
): KnownName[] {
  const names: KnownName[] = [
    { kind: 'user', name: userInfo().username },
    { kind: 'user', name: basename(homeDir) },
    { kind: 'host', name: hostname() },
  ]
  for (const { server, looked } of servers) {
    names.push(
      { kind: 'server', name: server.id },
      { kind: 'server', name: server.name },
      { kind: 'host', name: server.host },
      { kind: 'user', name: server.user },
    )
    if (looked === undefined || 'failed' in looked) continue
    for (const { name } of looked.projects) names.push({ kind: 'project', name })
  }
  // These are nobody's, and their absence would make every path and every list unreadable.
  const common: readonly string[] = ['root', 'mailu', 'localhost', 'home']
  return names.filter(({ name }) => !common.includes(name.toLowerCase()))
}

/** Makes bundles; the one that was shown last is kept until the next. */
export function createDiagnostics(deps: DiagnosticsDeps): DiagnosticsMaker {
  const { platform } = deps
  let shown: Diagnostics | undefined

  const lookAt = async (server: Server, signal: AbortSignal): Promise<Looked> => {
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(lookMs)])
      return await deps.look(server.id, limit)
    } catch (error) {
      signal.throwIfAborted()
      return { failed: toWire(error).code }
    }
  }

  return {
    async make(wantsLook, signal) {
      const servers = await Promise.all(
        deps.servers().map(async server => ({
          server,
          looked: wantsLook ? await lookAt(server, signal) : undefined,
        })),
      )
      const madeAt = new Date(platform.clock.now()).toISOString()
      const text = composeBundle({
        madeAt,
        versions: versionsOf(platform),
        settings: deps.settings(),
        keyring: deps.keyring(),
        servers,
        contacts: deps.contacts(),
        jobs: deps.jobs().slice(0, keptJobs),
        log: await readLogTail(join(platform.dataDir, 'logs', 'postern.log'), keptLines),
      })
      // Loaded here only: the window's start does not pay for it.
      const { en } = await import('../../../shared/locales/en/index.ts')
      const { contract } = await import('../../../shared/contract/index.ts')
      const vocabulary = createVocabulary(en, Object.keys(contract))
      const pseudonyms = createPseudonyms(namesOf(servers, platform.homeDir), vocabulary)
      shown = {
        id: randomUUID(),
        madeAt,
        text: pseudonyms.replace(text),
        replaced: pseudonyms.count,
      }
      return shown
    },

    async save(id, context) {
      if (shown?.id !== id) throw new AppError('diagnostics-gone', {})
      const { text, madeAt } = shown
      context.steps([
        { id: 'choose-file', weight: 1 },
        { id: 'save', weight: 1 },
      ])
      context.progress('choose-file')
      if (!platform.askWhereToSave) throw new AppError('no-save-dialog', {})
      const at = madeAt.slice(0, 16).replace(':', '')
      const name = fill(words.fileName, { at })
      const path = await platform.askWhereToSave({ title: words.saveTitle, name })
      context.signal.throwIfAborted()
      if (path === undefined) return { sizeBytes: 0 }
      context.progress('save')
      const file = await beginSavedFile(path)
      try {
        await file.write(text)
        return { path, sizeBytes: await file.commit() }
      } catch (error) {
        await file.discard()
        throw error
      }
    },
  }
}
