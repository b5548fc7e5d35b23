/** Worker: one piece of work on one archive. Whatever opens a catalogue is done here: one that is missing is made anew first. */
import { serveWorker } from '../../jobs/worker-call.ts'
import { watchContacts } from '../../net/contacts.ts'
import { rebuildCatalogue } from '../store/rebuild-catalogue.ts'
import { verifyArchive } from '../store/verify-archive.ts'
import type { ArchiveOrder } from './order.ts'
import { readStatus } from './read-status.ts'
import { runOnce } from './run-once.ts'

serveWorker(async (input, { signal, say }) => {
  const order = input as ArchiveOrder // sent by this feature alone
  watchContacts(contact => say({ contact }))
  if (order.task === 'run') return runOnce(order, signal, say)
  if (order.task === 'status') return readStatus(order.folder)
  if (order.task === 'rebuild') await rebuildCatalogue(order.folder)
  return verifyArchive(order.folder, {
    signal,
    progress: (done, total) => say({ folder: '', done, total }),
  })
})
