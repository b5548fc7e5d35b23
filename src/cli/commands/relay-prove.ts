/** `postern relay prove`: a message goes out and is read where it arrives. */
import { relayContract } from '../../shared/contract/relay.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import type { Proof } from '../../shared/model/proof.ts'
import type { Asked } from '../call/asked.ts'
import { defineCommand } from '../parse/command.ts'
import { onProject } from '../parse/option.ts'
import { UsageError } from '../parse/usage-error.ts'
import { secretOptions } from '../secrets.ts'
import { verdictWords } from '../show/steps.ts'
import { facts, table } from '../show/table.ts'

const titles = en.cli.columns
const words = en.relay.proof

/** What was typed; parts that were not are those that are kept. */
async function orderOf({ words: typed, secret }: Asked) {
  const [address, host, user] = [
    typed.option('from'),
    typed.option('mailbox-host'),
    typed.option('mailbox-user'),
  ]
  const password = await secret('password')
  const there = await secret('mailbox-password')
  const [to, port] = [typed.option('to'), typed.number('port')]
  const isWhole = (parts: readonly (string | undefined)[]): boolean => {
    const given = parts.filter(part => part !== undefined).length
    if (given > 0 && given < parts.length) throw new UsageError(en.cli.usage.proofParts)
    return given > 0
  }
  return {
    ...(isWhole([address, password]) && {
      from: { address: address ?? '', password: password ?? '' },
    }),
    ...(isWhole([host, user, there]) && {
      mailbox: {
        host: host ?? '',
        user: user ?? '',
        password: there ?? '',
        ...(port !== undefined && { port }),
        ...(to !== undefined && { address: to }),
      },
    }),
    ...(typed.flag('keep') && { keep: true }),
  }
}

const clauseText: Readonly<Record<string, string>> = words.codes

const proofText = (proof: Proof): string =>
  [
    facts([
      [titles.from, proof.from],
      [titles.to, proof.to],
      [titles.took, fill(en.cli.measures.seconds, { seconds: proof.tookSeconds })],
      [titles.folder, proof.isJunk ? words.junk : proof.folder],
    ]),
    table(
      proof.clauses,
      [
        { title: titles.check, of: row => words.titles[row.id] },
        { title: titles.state, of: row => verdictWords(row.verdict) },
        { title: titles.reason, of: row => fill(clauseText[row.code] ?? row.code, row.params) },
      ],
      '',
    ),
    proof.isRemoved ? words.removed : words.notRemoved,
  ].join('\n\n')

export const proveCommand = defineCommand({
  path: 'relay prove',
  options: [
    { name: 'from', value: 'ADDRESS' },
    ...secretOptions('password'),
    { name: 'mailbox-host', value: 'H' },
    { name: 'port', value: 'P' },
    { name: 'mailbox-user', value: 'U' },
    ...secretOptions('mailbox-password'),
    { name: 'to', value: 'ADDRESS' },
    { name: 'keep' },
    ...onProject,
  ],
  output: relayContract['relay.prove'].output,
  async run(asked) {
    const order = await orderOf(asked)
    return asked.work('relay.prove', { ...(await asked.where()), ...order })
  },
  show: proofText,
})
