/** Answers about the app itself and its jobs. */
import type { appContract } from '../../shared/contract/app.ts'
import type { Handlers } from '../../shared/contract/define.ts'
import { AppError } from '../../shared/errors.ts'
import { mayOpenExternally } from '../../shared/policy.ts'
import type { JobRunner } from '../jobs/runner.ts'
import { saving } from '../../shared/locales/en/saving.ts'
import type { Platform } from '../platform.ts'
import { askForFile } from '../store/ask-for-file.ts'
import { beginSavedFile } from '../store/save-file.ts'

/** Handlers of `app.*` and `jobs.*`. */
export const createAppHandlers = (deps: {
  readonly platform: Platform
  readonly jobs: JobRunner
}): Handlers<typeof appContract> => ({
  'app.info': async () => ({
    version: deps.platform.version,
    host: deps.platform.host,
    os: deps.platform.os,
    dataDir: deps.platform.dataDir,
    isPackaged: deps.platform.isPackaged,
  }),
  'app.openExternal': async ({ url }) => {
    if (!mayOpenExternally(url)) throw new AppError('address-not-allowed', { url })
    await deps.platform.opener.openExternal(url)
  },
  'app.saveText': async ({ name, text }, { signal }) => {
    const wish = { title: saving.textTitle, name }
    const path = await askForFile(deps.platform.askWhereToSave, wish, signal)
    if (path === undefined) return { sizeBytes: 0 }
    const file = await beginSavedFile(path)
    try {
      await file.write(text)
      return { path, sizeBytes: await file.commit() }
    } catch (error) {
      await file.discard()
      throw error
    }
  },
  'jobs.list': async ({ server }) =>
    deps.jobs.list().filter(record => server === undefined || record.server === server),
  'jobs.get': async ({ id }) => deps.jobs.get(id),
  'jobs.cancel': async ({ id }) => deps.jobs.cancel(id),
  'jobs.dismiss': async ({ id }) => deps.jobs.dismiss(id),
})
