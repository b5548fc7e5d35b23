/// <reference types="vite/client" />
/// <reference types="unplugin-icons/types/vue" />

interface Window {
  /** What preload exposes, and nothing else. */
  readonly bridge: import('../shared/bridge.ts').Bridge
}

/** For tools that read TypeScript without Vue's compiler; vue-tsc itself looks into the files. */
declare module '*.vue' {
  const component: import('vue').Component
  export default component
}
