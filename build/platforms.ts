/** What each system's packages are like. Data only: tested for all three, built where they can be. */
import type {
  Configuration,
  DebOptions,
  LinuxConfiguration,
  LinuxTargetSpecificOptions,
  MacConfiguration,
  NsisOptions,
  WindowsConfiguration,
} from 'electron-builder'

const architectures = ['x64', 'arm64'] as const
const target = (name: string) => ({ target: name, arch: [...architectures] })

/** Names say it when nothing vouches for a package: no certificate, no signed list of checksums. */
export const artifactName = (isSigned: boolean): string =>
  `postern-\${version}-\${os}-\${arch}${isSigned ? '' : '-unsigned'}.\${ext}`

/** The command line's launcher: the app itself, without a window. */
const launcher = (from: string, name: string) => ({ from, to: `bin/${name}` })

const localNetwork =
  'Postern connects over SSH to the home server that you name, to show and change its mail server.'

export const linux: LinuxConfiguration = {
  target: ['AppImage', 'deb', 'rpm'].map(target),
  executableName: 'postern',
  icon: 'build/icons',
  category: 'Network;Email',
  // The project has no address of its own; Debian demands one (policy 5.6.2).
  maintainer: 'The Postern contributors <contributors@postern.invalid>',
  synopsis: 'The desktop companion of a self-hosted Mailu mail server',
  description:
    'Connects over SSH to a mail server at home, shows it as it is, changes its settings safely, and watches over it.',
  syncDesktopName: true,
  desktop: {
    entry: {
      Name: 'Postern',
      GenericName: 'Mail server companion',
      Keywords: 'mail;server;mailu;smtp;imap;',
      StartupNotify: 'true',
      SingleMainWindow: 'true',
    },
  },
  extraResources: [launcher('build/linux/postern', 'postern')],
}

const scripts: Pick<LinuxTargetSpecificOptions, 'afterInstall' | 'afterRemove'> = {
  afterInstall: 'build/linux/after-install.sh',
  afterRemove: 'build/linux/after-remove.sh',
}

/** Ubuntu from 24.04 on renamed two of them for its 64-bit time. */
export const deb: DebOptions = {
  ...scripts,
  packageCategory: 'mail',
  depends: [
    'libgtk-3-0 | libgtk-3-0t64',
    'libnotify4',
    'libnss3',
    'libxss1',
    'libxtst6',
    'xdg-utils',
    'libatspi2.0-0 | libatspi2.0-0t64',
    'libuuid1',
    'libsecret-1-0',
  ],
  recommends: ['openssh-client', 'gnome-keyring | kwalletmanager'],
}

export const rpm: NonNullable<Configuration['rpm']> = {
  ...scripts,
  packageCategory: 'Applications/Internet',
  // Rich dependencies for the names of Fedora and openSUSE.
  depends: [
    'gtk3',
    'libnotify',
    '(nss or mozilla-nss)',
    '(libXScrnSaver or libXss1)',
    '(libXtst or libXtst6)',
    'xdg-utils',
    'at-spi2-core',
    '(libuuid or libuuid1)',
    '(libsecret or libsecret-1-0)',
  ],
}

/**
 * Signed and notarised with the certificate and key that the environment names; unsigned only as Apple silicon demands it
 * at least (ad hoc, made anew when the fuses are flipped).
 */
export const mac = (isSigned: boolean): MacConfiguration => ({
  target: [target('dmg')],
  category: 'public.app-category.utilities',
  icon: 'build/icons/1024x1024.png',
  ...(isSigned ? { notarize: true } : { identity: null, notarize: false }),
  hardenedRuntime: true,
  gatekeeperAssess: false,
  entitlements: 'build/mac/entitlements.plist',
  entitlementsInherit: 'build/mac/entitlements.plist',
  extendInfo: { NSLocalNetworkUsageDescription: localNetwork },
  extraResources: [launcher('build/mac/postern', 'postern')],
})

export const windows: WindowsConfiguration = {
  target: [target('nsis')],
  icon: 'build/icons/512x512.png',
  verifyUpdateCodeSignature: true,
  extraResources: [launcher('build/win/postern.cmd', 'postern.cmd')],
}

/** For one user, without administrator's rights; the user's data stays when the app goes. */
export const nsis: NsisOptions = {
  oneClick: true,
  perMachine: false,
  deleteAppDataOnUninstall: false,
  // One installer an architecture, not a third one with both.
  buildUniversalInstaller: false,
}
