import { expect, test } from 'vitest'
import type { WireError } from '../../../src/shared/errors.ts'
import { archiveAnswers } from '../../fakes/cli/archive-answers.ts'
import { fakeBridge } from '../../fakes/cli/fake-bridge.ts'
import { runPostern } from '../../fakes/cli/run-postern.ts'

const [mine] = archiveAnswers['archive.accounts'].value
const done = archiveAnswers['archive.run']
const refused: WireError = {
  code: 'mailbox-login-refused',
  params: { host: 'imap.b.test', user: 'bob', reply: 'NO' },
  retryable: false,
  trail: [],
}

test('N12a one mailbox that cannot be read takes nothing from the others, and the command fails', async () => {
  let runs = 0
  const bridge = fakeBridge({
    'archive.accounts': { value: [{ ...mine, id: 'other', name: 'theirs' }, mine] },
    'archive.run': {
      job(tell) {
        runs += 1
        if (runs === 1) tell({ status: 'failed', error: refused })
        else done.job(tell)
      },
    },
  })
  const ran = await runPostern(['archive', 'run'], bridge)
  const asked = bridge.calls.filter(({ method }) => method === 'archive.run')
  expect([ran.code, asked.map(({ input }) => input)]).toEqual([
    1,
    [{ account: 'theirs' }, { account: 'mine' }],
  ])
  expect(ran.stdout).toContain('theirs')
  expect(ran.stdout).toContain('2 messages, 900 B')
  expect(ran.stderr).toContain('imap.b.test')
})

test('N7e a run that left messages out fails, and names each', async () => {
  const folders = [
    {
      path: 'INBOX',
      isGone: false,
      onServer: 3,
      here: 2,
      kept: 0,
      missing: [{ uid: 7, subject: 'Hallo', reason: 'the server closed the line' }],
    },
  ]
  const bridge = fakeBridge({
    'archive.run': {
      job: tell =>
        done.job(change => tell({ ...change, result: { ...(change.result as object), folders } })),
    },
  })
  const ran = await runPostern(['archive', 'run', 'mine'], bridge)
  expect(ran.code).toBe(1)
  expect(ran.stdout).toContain('INBOX, UID 7 “Hallo”: the server closed the line')
  expect(ran.stderr).toContain('Messages of “mine” that could not be kept: 1.')
})
