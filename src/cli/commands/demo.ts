/** `postern demo …`: the home server in memory, and what goes wrong on it. */
import { demoContract } from '../../shared/contract/demo.ts'
import { en } from '../../shared/locales/en/index.ts'
import { fill } from '../../shared/locales/fill.ts'
import { DemoFault, type DemoStatus } from '../../shared/model/demo.ts'
import { defineCommand } from '../parse/command.ts'
import { oneOf } from '../parse/one-of.ts'

const Status = demoContract['demo.status'].output

const statusWords = ({ fault }: DemoStatus): string =>
  fault ? fill(en.demo.goesWrong, { fault: en.demo.faults[fault] }) : en.demo.isFine

export const demoCommands = [
  defineCommand({
    path: 'demo add',
    output: demoContract['demo.add'].output,
    run: ({ work }) => work('demo.add', undefined),
    show: ({ name }) => fill(en.demo.added, { name }),
  }),
  defineCommand({
    path: 'demo status',
    output: Status,
    run: ({ ask }) => ask('demo.status', undefined),
    show: statusWords,
  }),
  defineCommand({
    path: 'demo break',
    arguments: [{ name: 'FAULT', isRequired: true }],
    output: Status,
    run: ({ ask, words }) =>
      ask('demo.setFault', { fault: oneOf(words.first, DemoFault.options, 'FAULT') }),
    show: statusWords,
  }),
  defineCommand({
    path: 'demo mend',
    output: Status,
    run: ({ ask }) => ask('demo.setFault', {}),
    show: statusWords,
  }),
] as const
