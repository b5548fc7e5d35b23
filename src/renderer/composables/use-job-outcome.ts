/** What came of a piece of work, in one sentence. */
import { useI18n } from 'vue-i18n'
import { appContract } from '../../shared/contract/app.ts'
import { SavedDiagnostics } from '../../shared/contract/settings.ts'
import { describeError } from '../../shared/locales/describe-error.ts'
import type { JobRecord } from '../../shared/model/job.ts'
import { LifecycleResult, SavedLogs, TransactionResult } from '../../shared/model/stack.ts'
import { z } from '../../shared/zod.ts'
import { bytes, count, list } from '../format.ts'
import type { StateName } from '../ui/state-name.ts'

export interface JobOutcome {
  /** Where it differs from what the job's status alone says. */
  readonly state?: StateName
  readonly sentence: string
}

const SavedText = appContract['app.saveText'].output
const RelaySet = z.object({ transaction: TransactionResult })

export function useJobOutcome(): (job: JobRecord) => JobOutcome {
  const { t } = useI18n()

  const ofTransaction = (result: TransactionResult): JobOutcome => {
    const names = list(result.changedKeys)
    switch (result.outcome) {
      case 'committed':
        return { sentence: t('common.job.committed', { names, n: result.changedKeys.length }) }
      case 'rolled-back':
        return { state: 'differs', sentence: t('common.job.rolledBack') }
      case 'left-alone':
        return { state: 'differs', sentence: t('common.job.leftAlone') }
      case 'nothing-to-do':
        return { sentence: t('common.job.nothingToDo') }
    }
  }

  const ofLifecycle = (name: string, result: LifecycleResult): JobOutcome => {
    if (name === 'stack.pull') {
      const names = list(result.nextImages.map(image => image.service))
      return { sentence: names ? t('common.job.pulled', { names }) : t('common.job.pulledNone') }
    }
    if (name === 'stack.down') return { sentence: t('common.job.stopped') }
    const n = result.services.filter(service => service.state === 'running').length
    return { sentence: t('common.job.running', { n, of: result.services.length }) }
  }

  const ofSaved = ({ path, lines, sizeBytes }: SavedLogs): JobOutcome => {
    if (path === undefined) return { state: 'idle', sentence: t('common.job.savedNot') }
    const words = { n: count(lines), size: bytes(sizeBytes), path }
    return { sentence: t('common.job.saved', words, lines) }
  }

  const ofText = ({ path, sizeBytes }: z.infer<typeof SavedText>): JobOutcome =>
    path === undefined
      ? { state: 'idle', sentence: t('common.job.savedNot') }
      : { sentence: t('common.job.savedText', { size: bytes(sizeBytes), path }) }

  const ofResult = (job: JobRecord): JobOutcome => {
    if (job.name === 'settings.saveDiagnostics') {
      const { path } = SavedDiagnostics.parse(job.result)
      return path === undefined
        ? { state: 'idle', sentence: t('common.job.savedNot') }
        : { sentence: t('diagnostics.saved', { path }) }
    }
    if (job.name === 'stack.saveLogs') return ofSaved(SavedLogs.parse(job.result))
    if (job.name === 'app.saveText') return ofText(SavedText.parse(job.result))
    const transaction = TransactionResult.safeParse(job.result)
    if (transaction.success) return ofTransaction(transaction.data)
    const relay = RelaySet.safeParse(job.result)
    if (relay.success) return ofTransaction(relay.data.transaction)
    const lifecycle = LifecycleResult.safeParse(job.result)
    if (lifecycle.success) return ofLifecycle(job.name, lifecycle.data)
    return { sentence: t('common.job.done') }
  }

  return job => {
    if (job.status === 'done') return ofResult(job)
    if (job.status === 'cancelled') return { sentence: t('common.job.cancelled') }
    if (!job.error) return { sentence: t('common.job.interrupted') }
    const { what, mail } = describeError(job.error)
    return { sentence: `${what} ${mail}` }
  }
}
