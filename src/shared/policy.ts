/** What the window may load, talk to and open: decisions as pure functions, tested without Electron. */

export const appScheme = 'app'
export const appHost = 'postern'
/** The one origin of the app's own pages; also the one that may call. */
export const appOrigin = `${appScheme}://${appHost}`

/** Stands in index.html where the page's nonce goes, a fresh one each load. */
export const noncePlaceholder = '__NONCE__'

/** The content security policy of every page, sent as a header. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types vue',
  ].join('; ')
}

/** Whether a URL is one of the app's own pages or files. */
export function isOwnUrl(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`)
}

/** Whether a message comes from the app's own page: a top frame that exists and has the app's origin. */
export function isOwnFrame(
  frame: { readonly origin: string; readonly parent: unknown } | null | undefined,
): boolean {
  return (
    frame !== null && frame !== undefined && frame.parent === null && frame.origin === appOrigin
  )
}

/** Places that explain things; no other is opened. */
const documentationHosts: readonly string[] = [
  'mailu.io',
  'docs.docker.com',
  'docs.sendgrid.com',
  'www.twilio.com',
  'app.sendgrid.com',
  'documentation.mailgun.com',
  'app.mailgun.com',
  'app.eu.mailgun.com',
  'mailchimp.com',
  'mandrillapp.com',
]

const longestUrl = 2048
const mailFields: readonly string[] = ['subject', 'body']

/**
 * Whether the system may be asked to open `url`: https without credentials or a port of its own, on a host of a
 * documentation; or a plain mailto (RFC 6068) that can attach nothing.
 */
export function mayOpenExternally(url: string): boolean {
  if (url.length > longestUrl || /[^\x21-\x7e]/.test(url) || !URL.canParse(url)) return false
  const { protocol, hostname, port, username, password, searchParams } = new URL(url)
  if (protocol === 'mailto:')
    return [...searchParams.keys()].every(name => mailFields.includes(name))
  if (protocol !== 'https:' || username !== '' || password !== '' || port !== '') return false
  return documentationHosts.includes(hostname)
}
