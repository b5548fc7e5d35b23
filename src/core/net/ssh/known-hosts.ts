/** Reads known_hosts as OpenSSH does (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT): patterns, hashed names, ports, markers. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { HostKey } from '../../../shared/model/server.ts'
import { describeHostKey } from './host-key.ts'

export interface KnownHost {
  readonly marker: 'revoked' | 'cert-authority' | undefined
  /** Comma-separated patterns, or one hashed name. */
  readonly hosts: string
  readonly key: HostKey
}

export interface RecordedKey {
  readonly key: HostKey
  readonly isRevoked: boolean
  readonly file: string
}

/** The entries of one file; lines that are not understood are passed over, as OpenSSH does. */
export function parseKnownHosts(text: string): KnownHost[] {
  return text.split('\n').flatMap(line => {
    const words = line.trim().split(/\s+/)
    const first = words[0] ?? ''
    if (first === '' || first.startsWith('#')) return []
    const marker = first.startsWith('@') ? first.slice(1) : undefined
    if (marker !== undefined && marker !== 'revoked' && marker !== 'cert-authority') return []
    const [hosts, type, base64] = marker === undefined ? words : words.slice(1)
    if (hosts === undefined || type === undefined || base64 === undefined) return []
    const blob = Buffer.from(base64, 'base64')
    if (blob.length < 8 || blob.readUInt32BE(0) !== type.length) return []
    return [{ marker, hosts, key: describeHostKey(blob) }]
  })
}

/** `host` for port 22, else `[host]:port`, in lower case: the form in which a host is recorded. */
export const knownHostName = (host: string, port: number): string =>
  port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`

const hashMatches = (hosts: string, name: string): boolean => {
  const [, kind, salt, hash] = hosts.split('|')
  if (kind !== '1' || salt === undefined || hash === undefined) return false
  const wanted = Buffer.from(hash, 'base64')
  const found = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest()
  return wanted.length === found.length && timingSafeEqual(wanted, found)
}

/** `*` and `?` as in OpenSSH; compared without regular expressions, whose backtracking a pattern could abuse. */
export function matchesPattern(pattern: string, name: string): boolean {
  let at = 0
  let star = -1
  let from = 0
  for (let index = 0; index < name.length;) {
    if (pattern[at] === '*') {
      star = at
      from = index
      at += 1
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[index])) {
      at += 1
      index += 1
    } else if (star !== -1) {
      at = star + 1
      from += 1
      index = from
    } else return false
  }
  return /^\**$/.test(pattern.slice(at))
}

function namesHost(hosts: string, name: string): boolean {
  if (hosts.startsWith('|')) return hashMatches(hosts, name)
  let isMatch = false
  for (const item of hosts.toLowerCase().split(',')) {
    if (item.startsWith('!')) {
      if (matchesPattern(item.slice(1), name)) return false
    } else if (matchesPattern(item, name)) isMatch = true
  }
  return isMatch
}

/**
 * The keys that `entries` record for a host. Certificate authorities are no host keys and are left out.
 * Where nothing is recorded for `[host]:port`, the same key recorded for the host without port counts too (as in OpenSSH).
 */
export function findRecordedKeys(
  entries: readonly KnownHost[],
  host: string,
  port: number,
  file: string,
): RecordedKey[] {
  const name = knownHostName(host, port)
  return entries
    .filter(entry => entry.marker !== 'cert-authority' && namesHost(entry.hosts, name))
    .map(entry => ({ key: entry.key, isRevoked: entry.marker === 'revoked', file }))
}
