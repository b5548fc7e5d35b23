/** The words that may stay in a diagnostics bundle: Postern's own, and those of programs. */

/** Names of programs, parts, states and fields that say nothing of a person. */
const technical = `
  postern mailu docker podman kubernetes swarm compose linux darwin win32 macos windows debian ubuntu electron chromium node
  sqlite libsql v8 x64 arm64 amd64 aarch64 armhf generic microsoft en us root admin localhost sudo sh bash
  cli app asar out main renderer preload worker resources opt usr bin lib home var etc run tmp users config ssh known_hosts
  id_rsa id_ed25519 id_ecdsa smtp imap pop3 http https ssh2 tls dns sftp tcp udp front backend redis antispam antivirus
  webmail webdav fetchmail resolver oletools tika internal anonymous async await at new object function promise native
  error typeerror rangeerror referenceerror syntaxerror evalerror aggregateerror apperror cause stack message type err msg
  code level trace debug info warn fatal errno syscall emfile enoent eacces eperm eexist enospc epipe econnrefused
  econnreset etimedout ehostunreach enetunreach eaddrinuse enotfound eai_again ebusy erofs einval err_ undefined null true
  false nan queued running cancelling done failed cancelled interrupted exited restarting paused created dead
  ed25519 ecdsa rsa nistp256 nistp384 nistp521 sha2 ssh-ed25519 file key system memory light dark more find look send
  detail kind params trail ended connected reason port user other files change id via made at free
  aside moved damaged bug store started stopped opened closed
  js ts mjs cjs vue db log json yml yaml env sock index chunk lock
  v1 v2 direct none gnome kde libsecret kwallet5 kwallet6 basic_text test build dev t z utc
`

const wordPattern = /[\p{L}\p{M}\p{N}_]+/gu

function addWords(value: unknown, words: Set<string>): void {
  if (typeof value === 'string') {
    for (const [word] of value.matchAll(wordPattern)) words.add(word.toLowerCase())
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      addWords(key, words)
      addWords(part, words)
    }
  }
}

/** All words of the catalogue and of its keys, the technical ones, and `names` of calls as a whole; in lower case. */
export function createVocabulary(
  catalogue: object,
  names: readonly string[] = [],
): ReadonlySet<string> {
  const words = new Set<string>()
  addWords(technical, words)
  addWords(catalogue, words)
  addWords(names, words)
  for (const name of names) words.add(name.toLowerCase())
  // Names of functions and fields are made of those words: `settingsGet`, `queuedAt`.
  for (const word of [...words]) for (const part of word.split('_')) words.add(part)
  return words
}
