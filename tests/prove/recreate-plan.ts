/** N2d What a change says it will recreate is what it recreates: asked of eleven keys, the containers compared by id. */
import type { Proof } from '../../scripts/prove/proof.ts'
import { claimLab } from '../lab/claim.ts'
import { createHomeCli } from '../lab/home-cli.ts'
import { readLab } from '../lab/lab.ts'
import { recreatedBy } from '../lab/plan.ts'
import { reset } from '../lab/reset.ts'

/** One or several consumers, consumers that this stack does not run, all services, and a key that nobody knows. */
const edits = [
  'OUTBOUND_TLS_LEVEL=encrypt',
  'MESSAGE_SIZE_LIMIT=42000000',
  'MY_OWN_SETTING=1',
  'MESSAGE_RATELIMIT=180/day',
  'RECIPIENT_DELIMITER=.',
  'COMPRESSION=zstd',
  'SITENAME=Home',
  'TLS_PERMISSIVE=false',
  'DEFAULT_QUOTA=2000000000',
  'DEFER_ON_TLS_ERROR=true',
  'LOG_LEVEL=DEBUG',
]

export const proof: Proof = {
  about:
    'For each of eleven keys the services that a preview names are the ones whose container is another one after the change.',
  points: edits.length,
  needs: 'lab',
  async run({ points, point, say }) {
    const lab = await readLab()
    const release = await claimLab()
    try {
      await reset(lab)
      const cli = await createHomeCli(lab, 'maria')
      try {
        for (const edit of edits.slice(0, points)) {
          const { planned, changed } = await recreatedBy(cli, edit)
          say(`${edit}: ${changed.join(', ') || 'nothing'}`)
          const isAsSaid = changed.length > 0 && planned.join() === changed.join()
          point(edit, isAsSaid ? undefined : `said ${planned.join()}, recreated ${changed.join()}`)
        }
      } finally {
        await cli.dispose()
      }
    } finally {
      await reset(lab)
      release()
    }
  },
}
