/** Messages that mail programs stumble over, as they lie in a Maildir. */
const text = (content: string): Buffer => Buffer.from(content, 'latin1')
const head = (n: number): string =>
  `From: a@example.test\r\nSubject: Hard ${n}\r\nMessage-ID: <hard-${n}@example.test>\r\n`

export const hardMessages: Readonly<Record<string, Buffer>> = {
  'no blank line after the header': text(`${head(1)}X-Last: yes\r\n`),
  'no line end at all': text('Subject: cut'),
  'only a body': text('\r\nnothing but a body\r\n'),
  'bare line feeds': text(`${head(2)}\r\none\ntwo\n\nthree\r\nfour\n`.replaceAll('\r\n', '\n')),
  'mixed line ends': text(`${head(3)}\r\none\ntwo\r\nthree\rfour\r\n`),
  'a NUL in the body': text(`${head(4)}\r\nbefore\0after\r\n`),
  '8-bit headers': text(`${head(5)}X-Name: M\xfcller \xe9\xff\x80\r\n\r\nbody \xe4\r\n`),
  'UTF-8 headers': Buffer.from(`${head(6)}X-Name: Müller 日本\r\n\r\nbody\r\n`, 'utf8'),
  'a very long header line': text(`${head(7)}X-Long: ${'y'.repeat(300_000)}\r\n\r\nbody\r\n`),
  'a header of 100,000 lines': text(
    `${head(8)}${Array.from({ length: 100_000 }, (_, i) => `X-${i}: ${i}\r\n`).join('')}\r\nbody\r\n`,
  ),
  'a duplicate': text(`${head(9)}\r\nthe same\r\n`),
  'the same again': text(`${head(9)}\r\nthe same\r\n`),
  'no Message-ID': text('Subject: none\r\n\r\nbody\r\n'),
  'no Message-ID, other body': text('Subject: none\r\n\r\nBODY\r\n'),
  'equal Message-ID and size': text(`${head(10)}\r\naaaa\r\n`),
  'equal Message-ID and size, other body': text(`${head(10)}\r\nbbbb\r\n`),
  'lines that look like the protocol': text(
    `${head(11)}\r\n)\r\na1 OK done\r\n* BYE\r\n* 1 FETCH (UID 1 BODY[] {5}\r\n+ go\r\n`,
  ),
  'From at the beginning of a line': text(`${head(12)}\r\nFrom here\r\n>From there\r\n`),
  empty: text(''),
  'five megabytes': text(`${head(13)}\r\n${`${'z'.repeat(76)}\r\n`.repeat(67_000)}`),
}

/** As an IMAP server gives it: CRLF at each line end (RFC 9051, 2.3.1). @param nul what stands for a NUL, which a literal may not have */
export function asServed(file: Buffer, nul = 0): Buffer {
  const lines = text(file.toString('latin1').replace(/\r?\n/g, '\r\n'))
  return nul === 0 ? lines : Buffer.from(lines.map(byte => (byte === 0 ? nul : byte)))
}
