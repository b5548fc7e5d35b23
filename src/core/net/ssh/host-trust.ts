/** Decides whether a presented host key is the recorded one. Nothing is sent to the host before this says "known". */
import type { HostKey } from '../../../shared/model/server.ts'
import type { RecordedKey } from './known-hosts.ts'

export interface HostRecords {
  /** What Postern itself keeps for this server, if anything. */
  readonly own: HostKey | undefined
  /** From the known_hosts files, under the host's own name and port. */
  readonly known: readonly RecordedKey[]
  /** From the same files under the host's name without the port. */
  readonly knownWithoutPort: readonly RecordedKey[]
}

export type HostTrust =
  | { readonly trust: 'known'; readonly source: 'known-hosts' | 'accepted'; readonly file?: string }
  | { readonly trust: 'unknown' }
  | { readonly trust: 'changed'; readonly recorded: HostKey; readonly file: string | undefined }
  | { readonly trust: 'revoked'; readonly file: string }

/**
 * A key that the person accepted here comes first, then known_hosts. Any other recorded key, of whatever type, makes it "changed":
 * a man in the middle may offer only the types that are not recorded, so a new type is no reason to ask again.
 */
export function judgeHostKey(presented: HostKey, records: HostRecords): HostTrust {
  const isSame = (key: HostKey): boolean => key.sha256 === presented.sha256
  const all = [...records.known, ...records.knownWithoutPort]
  const revoked = all.find(entry => entry.isRevoked && isSame(entry.key))
  if (revoked) return { trust: 'revoked', file: revoked.file }
  const match = all.find(entry => !entry.isRevoked && isSame(entry.key))
  if (records.own && isSame(records.own) && !match) return { trust: 'known', source: 'accepted' }
  if (match) return { trust: 'known', source: 'known-hosts', file: match.file }
  const known = records.known.filter(entry => !entry.isRevoked)
  const other = known.find(entry => entry.key.type === presented.type) ?? known[0]
  if (other) return { trust: 'changed', recorded: other.key, file: other.file }
  if (records.own) return { trust: 'changed', recorded: records.own, file: undefined }
  return { trust: 'unknown' }
}

const algorithmsOf = (type: string): string[] =>
  type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type]

/** Host key algorithms in the order in which to offer them: those of recorded keys first, so that a recorded key is shown if the server still has it. */
export function orderHostKeyAlgorithms(
  records: HostRecords,
  supported: readonly string[],
): string[] {
  const types = [
    ...(records.own ? [records.own.type] : []),
    ...[...records.known, ...records.knownWithoutPort].map(entry => entry.key.type),
  ]
  const first = types.flatMap(algorithmsOf).filter(algorithm => supported.includes(algorithm))
  return [...new Set([...first, ...supported])]
}
