/** Worker: one piece of work on one archive. */
import { serveWorker } from '../../jobs/worker-call.ts'
import { watchContacts } from '../../net/contacts.ts'
import { rebuildCatalogue } from '../store/rebuild-catalogue.ts'
import { verifyArchive } from '../store/verify-archive.ts'
import type { ArchiveOrder } from './order.ts'
import { runOnce } from './run-once.ts'

serveWorker(async (input, { signal, say }) => {
  const order = input as ArchiveOrder // sent by this feature alone
  watchContacts(contact => say({ contact }))
  if (order.task === 'run') return runOnce(order, signal, say)
  if (order.task === 'rebuild') await rebuildCatalogue(order.folder)
  return verifyArchive(order.folder, {
    signal,
    progress: (done, total) => say({ folder: '', done, total }),
  })
})
