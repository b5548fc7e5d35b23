/** All checks of one server. What they remember between two runs (counts, a mailbox) lives as long as the list does. */
import type { Check } from '../check.ts'
import { certificatesCheck } from './certificates.ts'
import type { ChecksDeps } from './checks-deps.ts'
import { lineCheck } from './line.ts'
import { pathCheck } from './path.ts'
import { createPlace } from './place.ts'
import { imapCheck } from './read-imap.ts'
import { receiveCheck } from './receive.ts'
import { restartsCheck } from './restarts.ts'
import { queueCheck } from './send-queue.ts'
import { relayCheck } from './send-relay.ts'
import { submissionCheck } from './send-submission.ts'
import { clockCheck, diskCheck, memoryCheck } from './server-figures.ts'
import { versionCheck } from './version.ts'
import { webCheck } from './web.ts'

/** @returns the checks of `server`, of one of its projects where there are several */
export const createChecks =
  (deps: ChecksDeps) =>
  (server: string, project?: string): readonly Check[] => {
    const place = createPlace(deps, { server, project })
    return [
      lineCheck(place),
      pathCheck(place),
      receiveCheck(place, 4),
      receiveCheck(place, 6),
      submissionCheck(place),
      relayCheck(place),
      queueCheck(place),
      imapCheck(place),
      webCheck(place),
      certificatesCheck(place),
      diskCheck(place),
      memoryCheck(place),
      restartsCheck(place),
      clockCheck(place),
      versionCheck(place),
    ]
  }
