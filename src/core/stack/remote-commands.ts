/** Everything that the stack feature may run on a server. */
import { checksCommand } from './checks/remote-commands.ts'
import * as compose from './compose/remote-commands.ts'
import * as discovery from './discovery/remote-commands.ts'
import * as logs from './logs/remote-commands.ts'
import {
  acknowledgeCommand,
  beginCommand,
  commitCommand,
  copiesCommand,
  extendCommand,
  pendingCommand,
  undoCommand,
} from './transaction/remote-commands.ts'

export const stackCommands = [
  ...Object.values(discovery),
  ...Object.values(compose),
  ...Object.values(logs),
  checksCommand,
  pendingCommand,
  beginCommand,
  extendCommand,
  commitCommand,
  undoCommand,
  acknowledgeCommand,
  copiesCommand,
]
