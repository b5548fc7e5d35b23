/** The only door to the SSH library, which is CommonJS: Node cannot see its names one by one. */
import ssh2 from 'ssh2'

export const { Client, Server, createAgent, utils } = ssh2
export type {
  AnyAuthMethod,
  BaseAgent as SshAgent,
  Client as SshClient,
  ClientChannel,
  ParsedKey,
  ServerChannel,
} from 'ssh2'
