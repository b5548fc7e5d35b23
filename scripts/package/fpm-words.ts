/** The words that electron-builder calls fpm with, and the control file that a deb is made of (deb-control(5)). */

export interface DebWish {
  readonly output: string
  readonly files: readonly { readonly from: string; readonly to: string }[]
  /** Maintainer scripts by their name in the package. */
  readonly scripts: Readonly<Record<string, string>>
  readonly depends: readonly string[]
  readonly recommends: readonly string[]
  /** All other values by their option. */
  readonly values: Readonly<Record<string, string>>
}

const flags: readonly string[] = ['--force']
const architectures: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' }

/** @throws Error for anything but `-s dir -t deb`, and for an option without a value */
export function readFpmWords(words: readonly string[]): DebWish {
  const values = new Map<string, string>()
  const depends: string[] = []
  const recommends: string[] = []
  const files: { from: string; to: string }[] = []
  const rest = [...words]
  const next = (option: string): string => {
    const value = rest.shift()
    if (value === undefined) throw new Error(`fpm stand-in: ${option} has no value`)
    return value
  }
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (flags.includes(word)) continue
    if (word === '-d') depends.push(next(word))
    else if (word === '--deb-recommends') recommends.push(next(word))
    else if (word.startsWith('-')) values.set(word.replace(/^-+/, ''), next(word))
    else {
      const at = word.lastIndexOf('=')
      files.push({ from: word.slice(0, at), to: word.slice(at + 1) })
    }
  }
  if (values.get('s') !== 'dir' || values.get('t') !== 'deb')
    throw new Error('fpm stand-in: makes a deb of a folder, nothing else')
  const scripts = [
    ['postinst', values.get('after-install')],
    ['postrm', values.get('after-remove')],
  ].filter((entry): entry is [string, string] => entry[1] !== undefined)
  return {
    output: values.get('package') ?? '',
    files,
    scripts: Object.fromEntries(scripts),
    depends,
    recommends,
    values: Object.fromEntries(values),
  }
}

/** First line as it is, the others indented; an empty one is a dot (deb-control(5)). */
const describe = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map((line, at) => (at === 0 ? line.trim() : ` ${line.trim() || '.'}`))
    .join('\n')

/** `installedKib`: the sum of all files. */
export function controlFile(wish: DebWish, installedKib: string): string {
  const of = (name: string): string => wish.values[name] ?? ''
  const fields: readonly (readonly [string, string])[] = [
    ['Package', of('name')],
    ['Version', of('version')],
    ['Architecture', architectures[of('architecture')] ?? of('architecture')],
    ['Maintainer', of('maintainer')],
    ['Installed-Size', installedKib],
    ['Depends', wish.depends.join(', ')],
    ['Recommends', wish.recommends.join(', ')],
    ['Section', of('category')],
    ['Priority', of('deb-priority')],
    ['Homepage', of('url')],
    ['Description', describe(of('description'))],
  ]
  return fields
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')
}
