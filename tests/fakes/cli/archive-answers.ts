/** A kept mailbox in which all is well: what has no failure in it. */
const at = '2026-11-22T10:00:00Z'
const account = {
  id: 'account',
  name: 'mine',
  host: 'imap.a.test',
  port: 993,
  security: 'tls',
  user: 'anna',
  folder: '/f',
  hasPassword: true,
} as const
const folders = [{ path: 'INBOX', isGone: false, onServer: 2, here: 2, kept: 1, missing: [] }]
const run = {
  account: 'mine',
  snapshot: 1,
  beganAt: at,
  endedAt: at,
  added: 2,
  recognised: 0,
  flagsChanged: 0,
  gone: 1,
  bytes: 900,
  folders,
}
const verdict = { account: 'mine', at, bodies: 3, bytes: 900, damaged: [], badLines: [] }
const done = (result: unknown) => ({
  job: (tell: (change: { readonly status: 'done'; readonly result: unknown }) => void) =>
    tell({ status: 'done', result }),
})

export const archiveAnswers = {
  'archive.accounts': { value: [account] },
  'archive.run': done(run),
  'archive.verify': done(verdict),
} as const
