/** Locks every page and session down: what is not the app's own is refused, before any page exists. */
import { app, type Session, type WebContents } from 'electron'
import { appScheme, isOwnUrl } from '../shared/policy.ts'
import { showLogsUrl } from './crash-page.ts'

export interface GuardActions {
  /** A page asked for a new window with this address. */
  readonly openOutside: (url: string) => void
  readonly showLogs: () => void
}

/**
 * Chromium itself finds no host. Nothing of the app needs it to (pages come from `app://`, connections are Node's), but at
 * its first start it would ask a foreign host for a spelling dictionary, from where no request handler sees it. Must run
 * before the app is ready.
 */
export function silenceChromium(): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND')
}

/** Every contents that will ever be made, whoever makes it. Must run before the app is ready. */
export function guardAllContents(actions: GuardActions): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, actions))
}

function guardContents(contents: WebContents, actions: GuardActions): void {
  contents.setWindowOpenHandler(({ url }) => {
    actions.openOutside(url)
    return { action: 'deny' }
  })
  contents.on('will-attach-webview', event => event.preventDefault())
  const stay = (event: { readonly url: string; preventDefault(): void }) => {
    if (event.url === showLogsUrl) actions.showLogs()
    if (event.url === showLogsUrl || !isOwnUrl(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-frame-navigate', stay)
}

/** Schemes that a page may load from: its own, and the developer tools'. */
const loadable: readonly string[] = [`${appScheme}:`, 'devtools:', 'data:', 'blob:']

/** No permission, no device, no download, no dictionary from elsewhere, no request that leaves the app. */
export function guardSession(session: Session): void {
  session.setSpellCheckerEnabled(false)
  if (process.platform !== 'darwin') session.setSpellCheckerLanguages([]) // macOS has its own
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', event => event.preventDefault())
  session.webRequest.onBeforeRequest(({ url }, decide) => {
    decide({ cancel: !loadable.includes(new URL(url).protocol) })
  })
}
