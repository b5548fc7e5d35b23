/** `postern info`: which Postern this is and where its data lies. */
import { appContract } from '../../shared/contract/app.ts'
import { en } from '../../shared/locales/en/index.ts'
import { defineCommand } from '../parse/command.ts'
import { facts } from '../show/table.ts'

export const infoCommands = [
  defineCommand({
    path: 'info',
    output: appContract['app.info'].output,
    run: ({ ask }) => ask('app.info', undefined),
    show: info =>
      facts([
        [en.cli.columns.version, info.version],
        [en.cli.columns.dataFolder, info.dataDir],
        [en.cli.columns.system, info.os],
      ]),
  }),
] as const
