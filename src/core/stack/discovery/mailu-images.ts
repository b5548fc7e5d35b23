/** Tells Mailu's images from others by their reference (`mailu.md` 2.1, 2.2). */

/** Images that Mailu has published under its name, with the older ones. */
const published = new Set([
  ...['admin', 'nginx', 'dovecot', 'postfix', 'rspamd', 'unbound', 'fetchmail', 'webmail'],
  ...['radicale', 'oletools', 'clamav', 'roundcube', 'rainloop', 'snappymail', 'postgresql'],
])

/** Which image stands behind the service, whatever organisation or prefix it is published under. */
const behind: Readonly<Record<string, string>> = {
  admin: 'admin',
  front: 'nginx',
  imap: 'dovecot',
  smtp: 'postfix',
}

export interface ImageReference {
  readonly path: readonly string[]
  readonly name: string
  /** Absent when the reference has none. */
  readonly tag?: string
}

/** Splits `registry:port/org/name:tag@digest`. */
export function parseImage(reference: string): ImageReference {
  const [withoutDigest = ''] = reference.split('@')
  const slash = withoutDigest.lastIndexOf('/')
  const [name = '', tag] = withoutDigest.slice(slash + 1).split(':')
  const path = slash === -1 ? [] : withoutDigest.slice(0, slash).split('/')
  return { path, name, ...(tag !== undefined && { tag }) }
}

/** An image of the organisation `mailu` on any registry. */
export const isMailuImage = (reference: string): boolean => {
  const { path, name } = parseImage(reference)
  return (
    path.at(-1) === 'mailu' && [...published].some(one => name === one || name.endsWith(`-${one}`))
  )
}

export interface ServiceImage {
  readonly service: string
  readonly image: string
}

/**
 * Whether these services are a Mailu: one of its four core images by name, or (own organisation, own prefix) at least
 * three of the four core services with the image that belongs behind each. Single parts such as an oletools are none.
 */
export function isMailu(services: readonly ServiceImage[]): boolean {
  const names = Object.values(behind)
  const isCore = ({ image }: ServiceImage): boolean =>
    isMailuImage(image) && names.some(name => parseImage(image).name.endsWith(name))
  if (services.some(isCore)) return true
  const fitting = services.filter(({ service, image }) => {
    const name = behind[service]
    return name !== undefined && parseImage(image).name.endsWith(name)
  })
  return new Set(fitting.map(({ service }) => service)).size >= 3
}

/** A tag that says which version runs; a digest, `latest` or a name of one's own does not. */
export const versionOfTag = (tag: string | undefined): string | undefined =>
  tag !== undefined && /^(?:\d+\.\d+(?:\.\d+)*|master)$/.test(tag) ? tag : undefined
