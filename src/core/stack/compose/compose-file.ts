/**
 * Finds what Postern needs in a compose file: services, the env files that they are given, and the keys of `environment:`.
 * A scanner of lines, not a YAML parser: the file is never rewritten, only read, and a copy with other paths serves for
 * validation. What it does not understand (anchors, `extends`) it does not claim; containers tell the rest.
 */

export interface EnvFileMention {
  /** As written, without quotes. */
  readonly path: string
  /** Where the path stands in the text, without its quotes. */
  readonly start: number
  readonly end: number
}

export interface DeclaredService {
  readonly name: string
  readonly image?: string
  readonly envFiles: readonly string[]
  readonly environment: readonly string[]
}

export interface ComposeFile {
  readonly services: readonly DeclaredService[]
  /** All mentions in the file, also those in blocks that services share by anchors. */
  readonly envFiles: readonly EnvFileMention[]
}

interface Line {
  readonly indent: number
  /** Without indent, comment and trailing blanks. */
  readonly text: string
  /** Where `text` begins in the file. */
  readonly at: number
}

/** Cuts a comment: `#` at the beginning or after a blank, outside of quotes. */
function withoutComment(text: string): string {
  let quote = ''
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index]!
    if (quote !== '') {
      if (char === quote) quote = ''
    } else if (
      (char === '"' || char === "'") &&
      (index === 0 || /[\s:[,{-]/.test(text[index - 1]!))
    )
      quote = char
    else if (char === '#' && (index === 0 || /\s/.test(text[index - 1]!)))
      return text.slice(0, index)
  }
  return text
}

function linesOf(text: string): Line[] {
  const lines: Line[] = []
  let at = 0
  for (const raw of text.split('\n')) {
    const content = withoutComment(raw).trimEnd()
    const indent = content.length - content.trimStart().length
    if (content.trim() !== '') lines.push({ indent, text: content.trimStart(), at: at + indent })
    at += raw.length + 1
  }
  return lines
}

const keyLine = /^(?:"([^"]+)"|'([^']+)'|([^\s:#{}[\]"'-][^:#]*?))\s*:(?:\s+(.*))?$/

/** `key: rest` of a line, with the column at which `rest` begins. */
function splitKey(text: string): { key: string; rest: string; column: number } | undefined {
  const match = keyLine.exec(text)
  if (!match) return undefined
  const rest = match[4] ?? ''
  return { key: match[1] ?? match[2] ?? match[3] ?? '', rest, column: text.length - rest.length }
}

/** The scalars of `a`, `"a"` or `[a, 'b']`, each with its place. */
function scalars(text: string, at: number): EnvFileMention[] {
  const found: EnvFileMention[] = []
  const inner = /^\[(.*)\]$/.exec(text)
  const pattern = inner
    ? /"([^"]*)"|'([^']*)'|([^\s,"'[\]][^,\]]*?)(?=\s*[,\]])/g
    : /^"([^"]*)"|^'([^']*)'|^(.+)$/g
  for (const match of text.matchAll(pattern)) {
    const path = match[1] ?? match[2] ?? match[3] ?? ''
    const start = at + match.index + (match[3] === undefined ? 1 : 0)
    if (path !== '') found.push({ path, start, end: start + path.length })
  }
  return found
}

/** The lines that belong to the one at `index`: deeper ones, and list items at its own depth. */
function blockOf(lines: readonly Line[], index: number): readonly Line[] {
  const { indent } = lines[index]!
  let end = index + 1
  while (
    end < lines.length &&
    (lines[end]!.indent > indent ||
      (lines[end]!.indent === indent && lines[end]!.text.startsWith('- ')))
  )
    end += 1
  return lines.slice(index + 1, end)
}

/** Mentions of an `env_file:` line: inline, or one item a line, each a path or `path: …`. */
function mentionsAt(lines: readonly Line[], index: number): EnvFileMention[] {
  const { text, at } = lines[index]!
  const own = splitKey(text)!
  if (own.rest !== '') return scalars(own.rest, at + own.column)
  return blockOf(lines, index).flatMap(line => {
    const dash = /^-\s+/.exec(line.text)?.[0].length ?? 0
    const item = line.text.slice(dash)
    const pair = splitKey(item)
    if (pair) return pair.key === 'path' ? scalars(pair.rest, line.at + dash + pair.column) : []
    return dash > 0 ? scalars(item, line.at + dash) : []
  })
}

function environmentOf(lines: readonly Line[], index: number): string[] {
  const block = blockOf(lines, index)
  const depth = block[0]?.indent
  return block
    .filter(line => line.indent === depth)
    .flatMap(({ text }) => {
      const item = /^-\s+["']?([^=\s"']+)/.exec(text)?.[1]
      return item ?? splitKey(text)?.key ?? []
    })
}

const unquoted = (text: string): string => text.replace(/^(["'])(.*)\1$/, '$2')

function serviceOf(name: string, block: readonly Line[]): DeclaredService {
  const depth = block[0]?.indent
  let image: string | undefined
  const envFiles: string[] = []
  const environment: string[] = []
  for (const [index, line] of block.entries()) {
    if (line.indent !== depth) continue
    const pair = splitKey(line.text)
    if (pair?.key === 'image') image = unquoted(pair.rest)
    if (pair?.key === 'env_file') envFiles.push(...mentionsAt(block, index).map(one => one.path))
    if (pair?.key === 'environment') environment.push(...environmentOf(block, index))
  }
  return { name, ...(image !== undefined && { image }), envFiles, environment }
}

/** Reads a compose file. Never fails. */
export function parseComposeFile(text: string): ComposeFile {
  const lines = linesOf(text)
  const envFiles = lines.flatMap((line, index) =>
    splitKey(line.text)?.key === 'env_file' ? mentionsAt(lines, index) : [],
  )
  const top = lines.findIndex(line => line.indent === 0 && splitKey(line.text)?.key === 'services')
  if (top === -1) return { services: [], envFiles }
  const block = blockOf(lines, top)
  const depth = block[0]?.indent
  const services = block.flatMap((line, index) => {
    const pair = line.indent === depth ? splitKey(line.text) : undefined
    return pair ? [serviceOf(pair.key, blockOf(block, index))] : []
  })
  return { services, envFiles }
}
