/** Writes an ed25519 key as OpenSSH's own unlocked file: the only form of it that the SSH library reads (PROTOCOL.key of OpenSSH). */

const sized = (bytes: Uint8Array | string): Buffer => {
  const body = Buffer.from(bytes as Uint8Array) // Buffer.from takes both
  const size = Buffer.alloc(4)
  size.writeUInt32BE(body.length)
  return Buffer.concat([size, body])
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** @param seed 32 bytes @param publicKey 32 bytes */
export function composeEd25519(seed: Uint8Array, publicKey: Uint8Array): string {
  const type = 'ssh-ed25519'
  const publicBlob = Buffer.concat([sized(type), sized(publicKey)])
  const check = uint32(0x706f7374) // the same number twice; its value is free
  const inner = Buffer.concat([
    check,
    check,
    sized(type),
    sized(publicKey),
    sized(Buffer.concat([seed, publicKey])),
    sized(''),
  ])
  const padding = Buffer.from(
    Array.from({ length: (8 - (inner.length % 8)) % 8 }, (_, at) => at + 1),
  )
  const all = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    sized('none'),
    sized('none'),
    sized(''),
    uint32(1),
    sized(publicBlob),
    sized(Buffer.concat([inner, padding])),
  ])
  const lines = all.toString('base64').replace(/.{70}/g, '$&\n').trimEnd()
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`
}
