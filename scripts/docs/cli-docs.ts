/** The page docs/cli.md, made from the commands themselves. */
import { format } from 'prettier'
import { commands } from '../../src/cli/commands/index.ts'
import type { CliCommand } from '../../src/cli/parse/command.ts'
import { usageOf } from '../../src/cli/parse/help.ts'
import { everywhere, type CliOption } from '../../src/cli/parse/option.ts'
import { FailureDocument } from '../../src/cli/show/failure.ts'
import { en } from '../../src/shared/locales/en/index.ts'
import { z } from '../../src/shared/zod.ts'

const intro = `# The command line

<!-- Made by scripts/docs-cli.ts from the commands themselves: do not edit by hand. -->

\`postern\` asks the same core as the window, through the same contract. In this repository it is typed
\`npm run -s postern -- COMMAND\`; an installed Postern brings a launcher called \`postern\`.

- Answers go to **stdout**, everything else (progress, failures in words) to **stderr**.
- \`--json\` prints exactly one JSON document on stdout. Its schema stands with each command.
- Secrets come from stdin, from a file, or from the environment variable that an option names; never from the words of the
  command line, which other users of the computer can read. Where several secrets come from stdin, they stand one a line, in
  the order in which the command's options list them; for \`KEY=-\`, in the order typed.
- Without \`--server\` the only server is meant, else the one that the window shows. The same goes for \`--project\`.
- Without \`--data\` the window's own data folder is used. If the window is open, the command is handed to it.
- Ctrl-C cancels the work and waits until it has stopped safely; a second Ctrl-C leaves at once, and the work that runs on the
  server puts itself right. \`stack logs --follow\` is ended this way too.

## Exit codes

| code | meaning |
| --- | --- |
| 0 | done |
| 1 | failed, for a reason that Postern knows: with \`--json\` the document below |
| 2 | the words were not understood |
| 3 | a fault in Postern |
| 130 | cancelled |

A check that finds a relay unusable, a preview that would be refused and a change that was undone end with 1; what they found
is then in \`result\`, in the form of the command's own answer.
`

const jsonOf = (schema: z.ZodType): string =>
  JSON.stringify(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }), null, 2)

const fenced = (json: string): string => `\`\`\`json\n${json}\n\`\`\``

const cell = (text: string): string => text.replaceAll('|', '\\|')

const optionRow = ({ name, value }: CliOption): string =>
  `| \`--${name}${value ? ` ${cell(value)}` : ''}\` | ${cell(en.cli.options[name])} |`

function commandPart(command: CliCommand, twin: CliCommand | undefined): string {
  const rows = [
    ...command.arguments.map(
      ({ name }) => `| \`${cell(name)}\` | ${cell(en.cli.arguments[name])} |`,
    ),
    ...command.options.map(optionRow),
  ]
  const table = rows.length > 0 ? `|  | meaning |\n| --- | --- |\n${rows.join('\n')}` : ''
  const schema = twin
    ? `Answer: as that of \`${twin.path}\`.`
    : `<details><summary>Answer with --json</summary>\n\n${fenced(jsonOf(command.output))}\n\n</details>`
  const text = en.cli.commands[command.path]
  return `### ${command.path}\n\n${text}\n\n\`\`\`text\n${usageOf(command)}\n\`\`\`\n\n${table}\n\n${schema}`
}

/** The first command with the same answer. */
function twinOf(command: CliCommand): CliCommand | undefined {
  const first = commands.find(other => jsonOf(other.output) === jsonOf(command.output))
  return first === command ? undefined : first
}

/** The whole page as Markdown, formatted as the repository wants it. */
export const cliDocs = async (): Promise<string> =>
  format(
    [
      intro,
      '## Every command takes\n',
      `|  | meaning |\n| --- | --- |\n${everywhere.map(optionRow).join('\n')}`,
      '## Failures\n',
      'With `--json` a failure is this document. `code` is a code of the catalogue, or `usage`.\n',
      fenced(jsonOf(FailureDocument)),
      '## Commands\n',
      ...commands.map(command => commandPart(command, twinOf(command))),
    ].join('\n\n'),
    { parser: 'markdown', printWidth: 100 },
  )
