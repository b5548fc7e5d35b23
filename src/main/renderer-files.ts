/** The files that the window may load: exactly those of the list that was made at build time. */
import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { appHost } from '../shared/policy.ts'

export interface RendererFile {
  readonly path: string
  readonly contentType: string
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** Reads the list that the build left beside the renderer's folder. */
export function readFileList(outFolder: string): ReadonlyMap<string, RendererFile> {
  const names = JSON.parse(readFileSync(join(outFolder, 'renderer-files.json'), 'utf8')) as string[]
  return new Map(
    names.map(name => [
      `/${name}`,
      {
        path: join(outFolder, 'renderer', ...name.split('/')),
        contentType: contentTypes[extname(name)] ?? 'application/octet-stream',
      },
    ]),
  )
}

/** Looks a request up in the list; a path is never joined, so nothing outside the list can be named. */
export function findFile(
  files: ReadonlyMap<string, RendererFile>,
  request: { readonly url: string; readonly method: string },
): RendererFile | undefined {
  if (request.method !== 'GET' || !URL.canParse(request.url)) return undefined
  const { host, pathname } = new URL(request.url)
  if (host !== appHost) return undefined
  return files.get(pathname === '/' ? '/index.html' : pathname)
}
