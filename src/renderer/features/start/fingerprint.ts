/** Fingerprints as they are compared by eye: in groups of four, the value itself unchanged. */

/** "SHA256:qN3v 7TzK …" */
export function grouped(sha256: string): string {
  const [kind = '', digest = ''] = sha256.split(':')
  return `${kind}:${(digest.match(/.{1,4}/g) ?? []).join(' ')}`
}

const hostKeyFiles: Readonly<Record<string, string>> = {
  'ssh-ed25519': 'ssh_host_ed25519_key.pub',
  'ssh-rsa': 'ssh_host_rsa_key.pub',
  'rsa-sha2-256': 'ssh_host_rsa_key.pub',
  'rsa-sha2-512': 'ssh_host_rsa_key.pub',
}

/** What to type on the server to see the same fingerprint there. */
export const commandToSee = (keyType: string): string =>
  `ssh-keygen -lf /etc/ssh/${hostKeyFiles[keyType] ?? 'ssh_host_ecdsa_key.pub'}`

/** What forgets a recorded key (ssh-keygen(1), -R); other ports are written in brackets. */
export const commandToForget = (host: string, port: number, file: string): string =>
  `ssh-keygen -R '${port === 22 ? host : `[${host}]:${port}`}' -f '${file}'`

/** "Ed25519" for `ssh-ed25519`; a type without a common name as it is. */
export function keyTypeName(type: string): string {
  if (type.includes('ed25519')) return 'Ed25519'
  if (type.includes('ecdsa')) return 'ECDSA'
  return type.includes('rsa') ? 'RSA' : type
}

/** "OpenSSH 9.6" of `SSH-2.0-OpenSSH_9.6` (RFC 4253 section 4.2). */
export const softwareName = (banner: string): string =>
  banner.replace(/^SSH-[\d.]+-/, '').replaceAll('_', ' ')
