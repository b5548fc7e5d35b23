/** What a stranger said, fit to be shown: one line, printable, short. */
export const showable = (bytes: Buffer, limit = 200): string =>
  bytes
    .toString('utf8')
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, limit)
