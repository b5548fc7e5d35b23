/** The window's page in an ordinary browser: built as for the app, served with the app's own policy, over a fake bridge. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import icons from 'unplugin-icons/vite'
import { build } from 'vite'
import { pseudoTexts } from './pseudo-texts.ts'
import { contentSecurityPolicy, noncePlaceholder } from '../../src/shared/policy.ts'

const root = resolve(import.meta.dirname, '..', '..')
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

export interface RendererSite {
  readonly url: string
  /** The script that puts a fake bridge in place, for `addInitScript`. */
  readonly bridge: string
  close(): Promise<void>
}

async function buildPage(outDir: string, isPseudo: boolean): Promise<void> {
  await build({
    configFile: false,
    root: join(root, 'src/renderer'),
    logLevel: 'warn',
    plugins: [...(isPseudo ? [pseudoTexts()] : []), vue(), icons({ compiler: 'vue3' })],
    html: { cspNonce: noncePlaceholder },
    build: { target: 'chrome130', outDir, emptyOutDir: true },
  })
}

async function buildBridge(): Promise<string> {
  const built = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      lib: {
        entry: join(root, 'tests/fakes/renderer/browser.ts'),
        name: 'fakes',
        formats: ['iife'],
        fileName: 'fakes',
      },
    },
  })
  const [chunk] = [built].flat().flatMap(one => ('output' in one ? one.output : []))
  if (chunk?.type !== 'chunk') throw new Error('the fake bridge was not built')
  return chunk.code
}

function serve(folder: string): Server {
  return createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const name = path === '/' ? 'index.html' : path.slice(1)
    if (!/^[\w./-]+$/.test(name) || name.includes('..')) return void response.writeHead(404).end()
    readFile(join(folder, name))
      .then(bytes => {
        const nonce = randomBytes(16).toString('base64')
        response.setHeader('content-type', types[extname(name)] ?? 'application/octet-stream')
        response.setHeader('content-security-policy', contentSecurityPolicy(nonce))
        response.end(
          name.endsWith('.html')
            ? bytes.toString('utf8').replaceAll(noncePlaceholder, nonce)
            : bytes,
        )
      })
      .catch(() => response.writeHead(404).end())
  })
}

/** Builds page and bridge into a folder of its own and serves them on 127.0.0.1. */
export async function startRendererSite({ isPseudo } = { isPseudo: false }): Promise<RendererSite> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-screens-'))
  await buildPage(folder, isPseudo)
  const bridge = await buildBridge()
  const server = serve(folder)
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo // a TCP server has one
  return {
    url: `http://127.0.0.1:${port}/`,
    bridge,
    close: async () => {
      await new Promise(done => server.close(done))
      await rm(folder, { recursive: true, force: true })
    },
  }
}
