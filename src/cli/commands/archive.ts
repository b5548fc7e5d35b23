/** `postern archive …`: mailboxes that are kept on this computer. */
import { archiveContract } from '../../shared/contract/archive.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import { type ArchiveRun, MailboxSecurity } from '../../shared/model/archive.ts'
import { z } from '../../shared/zod.ts'
import type { Asked } from '../call/asked.ts'
import { defineCommand } from '../parse/command.ts'
import { UsageError } from '../parse/usage-error.ts'
import { readGivenText } from '../read-file.ts'
import { secretOptions } from '../secrets.ts'
import {
  accountText,
  accountsText,
  runsFailure,
  runsText,
  statusText,
  verdictFailure,
  verdictText,
} from '../show/archive.ts'

const contract = archiveContract
const account = [{ name: 'ACCOUNT', isRequired: true }] as const

function securityOf(text: string): MailboxSecurity {
  const { success, data } = MailboxSecurity.safeParse(text)
  if (success) return data
  const choices = MailboxSecurity.options.join(', ')
  throw new UsageError(fill(en.cli.usage.oneOf, { option: '--security', choices }))
}

/** Those that are named, or all. */
async function chosen({ words, ask }: Asked): Promise<readonly string[]> {
  if (words.all.length > 0) return words.all
  return (await ask('archive.accounts', undefined)).map(({ id }) => id)
}

export const archiveCommands = [
  defineCommand({
    path: 'archive accounts',
    output: contract['archive.accounts'].output,
    run: ({ ask }) => ask('archive.accounts', undefined),
    show: accountsText,
  }),
  defineCommand({
    path: 'archive add',
    arguments: account,
    options: [
      { name: 'host', value: 'H', isRequired: true },
      { name: 'port', value: 'P' },
      { name: 'user', value: 'U', isRequired: true },
      { name: 'security', value: 'tls|starttls' },
      { name: 'authority', value: 'FILE' },
      { name: 'folder', value: 'DIR' },
      ...secretOptions('password'),
    ],
    output: contract['archive.add'].output,
    async run({ words, work, io, secret, secretFromStdin }) {
      const [port, folder] = [words.number('port'), words.option('folder')]
      const [security, file] = [words.option('security'), words.option('authority')]
      const authority = file === undefined ? undefined : await readGivenText(io, file)
      return work('archive.add', {
        name: words.first,
        host: words.option('host') ?? '',
        user: words.option('user') ?? '',
        ...(port !== undefined && { port }),
        ...(folder !== undefined && { folder }),
        ...(authority !== undefined && { authority }),
        ...(security !== undefined && { security: securityOf(security) }),
        password:
          (await secret('password')) ?? (await secretFromStdin(en.cli.secrets.names.password)),
      })
    },
    show: accountText,
  }),
  defineCommand({
    path: 'archive remove',
    arguments: account,
    output: contract['archive.remove'].output,
    run: async ({ words, ask }) => ask('archive.remove', { account: words.first }),
    show: () => en.archive.removed,
  }),
  defineCommand({
    path: 'archive run',
    arguments: [{ name: 'ACCOUNT', isRequired: false, isMany: true }],
    output: z.array(contract['archive.run'].output),
    async run(asked) {
      const runs: ArchiveRun[] = []
      for (const one of await chosen(asked))
        runs.push(await asked.work('archive.run', { account: one }))
      return runs
    },
    show: runsText,
    failure: runsFailure,
  }),
  defineCommand({
    path: 'archive status',
    arguments: account,
    output: contract['archive.status'].output,
    run: async ({ words, ask }) => ask('archive.status', { account: words.first }),
    show: statusText,
  }),
  defineCommand({
    path: 'archive verify',
    arguments: account,
    output: contract['archive.verify'].output,
    run: async ({ words, work }) => work('archive.verify', { account: words.first }),
    show: verdictText,
    failure: verdictFailure,
  }),
  defineCommand({
    path: 'archive rebuild',
    arguments: account,
    output: contract['archive.verify'].output,
    run: async ({ words, work }) => work('archive.verify', { account: words.first, isAnew: true }),
    show: verdictText,
    failure: verdictFailure,
  }),
] as const
