/** `postern dns …`: the records that a domain needs, for reading and for other tools. */
import { dnsContract, dnsFormats } from '../../shared/contract/dns.ts'
import { en } from '../../shared/locales/en/index.ts'
import { needsPerson } from '../../shared/mail/needs-person.ts'
import { DomainLook, DomainPlan, HostEntry } from '../../shared/model/dns.ts'
import { z } from '../../shared/zod.ts'
import type { Asked } from '../call/asked.ts'
import { defineCommand } from '../parse/command.ts'
import { oneOf } from '../parse/one-of.ts'
import { onProject } from '../parse/option.ts'
import { FailureDocument } from '../show/failure.ts'
import { phrase } from '../show/phrase.ts'
import { verdictWords } from '../show/steps.ts'
import { facts, table } from '../show/table.ts'

const contract = dnsContract
const titles = en.cli.columns
const forms = ['table', ...dnsFormats] as const

const domainOf = async ({ words, where }: Asked) => ({ ...(await where()), domain: words.first })

const Shown = z.union([
  DomainPlan,
  z.object({ text: z.string(), fileName: z.string() }),
  z.object({ entries: z.array(HostEntry) }),
])

const planText = (plan: DomainPlan): string =>
  [
    facts([
      [titles.domain, plan.domain],
      [titles.zone, plan.zone],
      [titles.relay, plan.relay?.name ?? en.cli.nothing.relay],
      [titles.policy, phrase('dns.dmarc', plan.dmarc.advice.code, plan.dmarc.advice.params)],
    ]),
    ...plan.findings.map(({ code, params }) => `! ${phrase('dns.findings', code, params)}`),
    table(
      plan.records.flatMap(record => record.values.map(value => ({ ...record, value }))),
      [
        { title: titles.name, of: row => row.name },
        { title: titles.type, of: row => row.type },
        { title: titles.ttl, of: row => row.ttl },
        { title: titles.value, of: row => row.value },
      ],
      '',
    ),
  ].join('\n\n')

const entriesText = (entries: readonly HostEntry[]): string =>
  entries
    .map(({ fields }) => facts(fields.map(({ id, value }) => [en.dns.fields[id], value])))
    .join('\n\n')

const lookText = (look: DomainLook): string =>
  [
    table(
      look.records,
      [
        { title: titles.what, of: row => row.id },
        { title: titles.verdict, of: row => verdictWords(row.verdict) },
        { title: titles.reply, of: row => phrase('dnsLook.verdicts', row.code, row.params) },
      ],
      '',
    ),
    table(
      [{ id: 'dnssec', ...look.dnssec }, ...look.extras],
      [
        { title: titles.what, of: row => row.id },
        { title: titles.verdict, of: row => verdictWords(row.verdict) },
        {
          title: titles.reply,
          of: row =>
            phrase(row.id === 'dnssec' ? 'dnsLook.dnssec' : 'dnsLook.extras', row.code, row.params),
        },
      ],
      '',
    ),
  ].join('\n\n')

/** What is amiss among the records, in one word: then the exit code says so. */
const lookFailure = ({ domain, records }: DomainLook) => {
  const bad = needsPerson({ records })
  if (bad.length === 0) return undefined
  const params = { domain, records: bad.map(({ id }) => id).join(', ') }
  return { code: 'dns-not-as-planned' as const, params, retryable: false, trail: [] }
}

export const dnsCommands = [
  defineCommand({
    path: 'dns domains',
    options: onProject,
    output: contract['dns.domains'].output,
    run: async ({ ask, where }) => ask('dns.domains', await where()),
    show: ({ domains }) =>
      table(
        domains,
        [
          { title: titles.domain, of: row => row.name },
          { title: titles.alternatives, of: row => row.alternatives.join(', ') },
          { title: titles.signed, of: row => (row.hasDkim ? en.cli.yes : en.cli.no) },
        ],
        '',
      ),
  }),
  defineCommand({
    path: 'dns hosts',
    output: contract['dns.hosts'].output,
    run: ({ ask }) => ask('dns.hosts', undefined),
    show: hosts =>
      table(
        hosts,
        [
          { title: titles.host, of: row => row.id },
          { title: titles.name, of: row => row.name },
        ],
        '',
      ),
  }),
  defineCommand({
    path: 'dns plan',
    arguments: [{ name: 'DOMAIN', isRequired: true }],
    options: [
      { name: 'format', value: forms.join('|') },
      { name: 'dns-host', value: 'HOST' },
      ...onProject,
    ],
    output: Shown,
    async run(asked): Promise<z.output<typeof Shown>> {
      const { words, ask } = asked
      const form = oneOf(words.option('format') ?? 'table', forms, '--format')
      const host = words.option('dns-host')
      const which = await domainOf(asked)
      if (host !== undefined) return ask('dns.entries', { ...which, host })
      if (form === 'table') return ask('dns.plan', which)
      return ask('dns.export', { ...which, format: form })
    },
    show(value) {
      if ('text' in value) return value.text
      return 'entries' in value ? entriesText(value.entries) : planText(value)
    },
  }),
  defineCommand({
    path: 'dns check',
    arguments: [{ name: 'DOMAIN', isRequired: true }],
    options: onProject,
    output: contract['dns.check'].output,
    run: async asked => asked.work('dns.check', await domainOf(asked)),
    show: lookText,
    failure: lookFailure,
  }),
  defineCommand({
    path: 'dns watch',
    arguments: [{ name: 'DOMAIN', isRequired: true }],
    options: onProject,
    output: z.object({
      looks: z.array(DomainLook),
      /** Why it ended; `cancelled` after Ctrl-C. */
      error: FailureDocument.shape.error.optional(),
    }),
    isStreaming: true,
    async run(asked) {
      const { work, wantsJson, print, signal } = asked
      let count = 0
      const begin = (): void => {
        if (wantsJson && count === 0) print('{"looks":[')
      }
      const finish = (): void => {
        begin()
        if (wantsJson) print('\n]')
      }
      try {
        await work('dns.watch', await domainOf(asked), (topic, payload) => {
          if (topic !== 'dns.looked') return
          const look = contract['dns.looked'].payload.safeParse(payload).data?.look
          if (!look) return
          begin()
          print(
            wantsJson
              ? `${count > 0 ? ',' : ''}\n${JSON.stringify(look)}`
              : `${look.checkedAt}\n${lookText(look)}\n\n`,
          )
          count += 1
        })
      } catch (error) {
        if (signal.aborted || count > 0) finish()
        throw error
      }
      finish()
      return { looks: [] }
    },
    show: () => '',
  }),
] as const
