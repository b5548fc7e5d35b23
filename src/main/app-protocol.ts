/* eslint-disable n/no-unsupported-features/node-builtins -- Response is what protocol.handle takes; 20.18 has it */
/** Serves the window's files under `app://postern`, each with the content security policy and a fresh nonce. */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { protocol } from 'electron'
import { appScheme, contentSecurityPolicy, noncePlaceholder } from '../shared/policy.ts'
import { crashPage, crashPageUrl } from './crash-page.ts'
import { findFile, type RendererFile } from './renderer-files.ts'

/** Must run before the app is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

/** Answers requests of the scheme from the list; what is not in it is 404. */
export function serveApp(files: ReadonlyMap<string, RendererFile>): void {
  protocol.handle(appScheme, async request => {
    const nonce = randomBytes(16).toString('base64')
    if (request.url === crashPageUrl) return respond(crashPage(), 'text/html; charset=utf-8', nonce)
    const file = findFile(files, request)
    if (file === undefined) return new Response(null, { status: 404, headers: headers(nonce) })
    const bytes = await readFile(file.path)
    const page = file.contentType.startsWith('text/html')
    const body = page ? bytes.toString().replaceAll(noncePlaceholder, nonce) : new Uint8Array(bytes)
    return respond(body, file.contentType, nonce)
  })
}

const headers = (nonce: string) => ({
  'content-security-policy': contentSecurityPolicy(nonce),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
})

function respond(
  body: string | Uint8Array<ArrayBuffer>,
  contentType: string,
  nonce: string,
): Response {
  return new Response(body, { headers: { ...headers(nonce), 'content-type': contentType } })
}
