// The dependency rule of docs/architecture.md, as data. Features meet in core/app.ts or through an event, nowhere else.
const only = (from, to) => ({
  name: `${from}-imports`,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: '^src/', pathNot: `^src/(${[from, ...to].join('|')})(/|\\.ts$)` },
})
const mechanisms = 'rpc|jobs|schedule|store|log|net|platform'

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '(env\\.d|index|main)\\.ts$|/worker/' },
      to: {},
    },
    only('shared', []),
    only('core', ['shared']),
    only('main', ['core/app', 'core/platform', 'core/host', 'core/worker-entries', 'shared']),
    only('cli', ['core/app', 'core/platform', 'core/host', 'core/worker-entries', 'shared']),
    only('preload', ['shared']),
    only('renderer', ['shared']),
    {
      name: 'electron-stays-in-the-shell',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main|preload)/' },
      to: { path: 'node_modules/electron/' },
    },
    {
      name: 'no-node-in-browser-code',
      severity: 'error',
      from: { path: '^src/(shared|renderer)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-meet-only-in-app',
      severity: 'error',
      from: { path: '^src/core/([^/]+)/', pathNot: `^src/core/(${mechanisms}|host)/` },
      to: { path: '^src/core/', pathNot: ['^src/core/$1/', `^src/core/(${mechanisms})(/|\\.ts$)`] },
    },
    {
      name: 'mechanisms-know-no-feature',
      severity: 'error',
      from: { path: `^src/core/(${mechanisms})/` },
      to: { path: '^src/core/', pathNot: [`^src/core/(${mechanisms})(/|\\.ts$)`] },
    },
    {
      name: 'protocol-libraries-only-in-net',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/core/net/' },
      to: { path: 'node_modules/(ssh2|imapflow|nodemailer|dns-packet)/' },
    },
    {
      name: 'renderer-features-stand-alone',
      severity: 'error',
      from: { path: '^src/renderer/features/([^/]+)/' },
      to: { path: '^src/renderer/features/', pathNot: '^src/renderer/features/$1/' },
    },
    {
      name: 'reka-only-in-ui',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: '^src/renderer/(ui/|App\\.vue$)' },
      to: { path: 'node_modules/reka-ui/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.node.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.vue', '.js'] },
  },
}
