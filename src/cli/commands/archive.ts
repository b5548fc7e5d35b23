/** `postern archive …`: mailboxes that are kept on this computer. */
import { archiveContract } from '../../shared/contract/archive.ts'
import { isAppError, toWire } from '../../shared/errors.ts'
import { en } from '../../shared/locales/en/index.ts'
import { MailboxSecurity } from '../../shared/model/archive.ts'
import { z } from '../../shared/zod.ts'
import type { Asked } from '../call/asked.ts'
import { defineCommand } from '../parse/command.ts'
import { oneOf } from '../parse/one-of.ts'
import { readGivenText } from '../read-file.ts'
import { secretOptions } from '../secrets.ts'
import {
  accountText,
  accountsText,
  RunEnd,
  runsFailure,
  runsText,
  statusText,
  verdictFailure,
  verdictText,
} from '../show/archive.ts'

const contract = archiveContract
const account = [{ name: 'ACCOUNT', isRequired: true }] as const

/** Those that are named, or all. */
async function chosen({ words, ask }: Asked): Promise<readonly string[]> {
  if (words.all.length > 0) return words.all
  return (await ask('archive.accounts', undefined)).map(({ name }) => name)
}

/** One that fails takes nothing from the others. @throws AppError `cancelled` */
async function runOne({ work }: Asked, name: string): Promise<RunEnd> {
  try {
    return await work('archive.run', { account: name })
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error
    return { account: name, error: toWire(error) }
  }
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
        ...(security !== undefined && {
          security: oneOf(security, MailboxSecurity.options, '--security'),
        }),
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
    output: z.array(RunEnd),
    async run(asked) {
      const ends: RunEnd[] = []
      for (const name of await chosen(asked)) ends.push(await runOne(asked, name))
      return ends
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
