import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import icons from 'unplugin-icons/vite'
import { rendererFiles } from './build/renderer-files.ts'
import { thirdPartyLicences } from './build/third-party.ts'
import { workerEntries, workerSource } from './src/core/worker-entries.ts'
import type { WorkerName } from './src/core/worker-entries.ts'
import { noncePlaceholder } from './src/shared/policy.ts'

const workers = Object.fromEntries(
  (Object.keys(workerEntries) as WorkerName[]).map(name => [
    `worker/${name}`,
    fileURLToPath(workerSource(name)),
  ]),
)

/** One bundle a process, everything bundled in; targets fit the fallback runtime (Node 20.18, Chromium 130) too. */
export default defineConfig({
  main: {
    plugins: [thirdPartyLicences('main')],
    build: {
      target: 'node20.18',
      externalizeDeps: false,
      rollupOptions: {
        external: ['electron', 'libsql', 'cpu-features', /\.node$/],
        input: {
          index: resolve('src/main/index.ts'),
          cli: resolve('src/cli/index.ts'),
          ...workers,
        },
      },
    },
  },
  preload: {
    build: {
      target: 'node20.18',
      externalizeDeps: false,
      rollupOptions: {
        input: resolve('src/preload/index.ts'),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [vue(), icons({ compiler: 'vue3' }), rendererFiles(), thirdPartyLicences('renderer')],
    html: { cspNonce: noncePlaceholder },
    build: { target: 'chrome130', rollupOptions: { input: resolve('src/renderer/index.html') } },
  },
})
