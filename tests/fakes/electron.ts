/** Electron as the shell tests see it: every call is recorded, in order, with its arguments. */
import { EventEmitter } from 'node:events'
import { vi } from 'vitest'

/** Names of calls in the order in which they were made. */
export const calls: string[] = []
export const ipcHandlers = new Map<string, (...args: unknown[]) => unknown>()
export const protocolHandlers = new Map<string, (request: Request) => Promise<Response>>()
export const windows: FakeWindow[] = []
export const opened: string[] = []
export const switches = new Map<string, string>()

const note =
  <T>(name: string, answer?: T) =>
  (): T => {
    calls.push(name)
    return answer as T
  }

export class FakeContents extends EventEmitter {
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' })
  readonly sent: unknown[][] = []
  setWindowOpenHandler(handler: FakeContents['openHandler']): void {
    this.openHandler = handler
  }
  send(...args: unknown[]): void {
    this.sent.push(args)
  }
  isDestroyed = () => false
  isCrashed = () => false
}

export class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents()
  readonly loaded: string[] = []
  shown = 0
  readonly options: unknown
  constructor(options: unknown) {
    super()
    this.options = options
    windows.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url)
  }
  show(): void {
    this.shown++
  }
  focus = note('focus')
  restore = note('restore')
  maximize = note('maximize')
  isMinimized = () => false
  isMaximized = () => false
  isDestroyed = () => false
  getNormalBounds = () => ({ x: 1, y: 2, width: 900, height: 600 })
}

class FakeSession extends EventEmitter {
  permissionRequest: (contents: unknown, name: string, decide: (yes: boolean) => void) => void =
    () => undefined
  permissionCheck: () => boolean = () => true
  devicePermission: () => boolean = () => true
  beforeRequest: (details: { url: string }, decide: (answer: { cancel: boolean }) => void) => void =
    () => undefined
  setPermissionRequestHandler = (handler: FakeSession['permissionRequest']) =>
    void (this.permissionRequest = handler)
  setPermissionCheckHandler = (handler: FakeSession['permissionCheck']) =>
    void (this.permissionCheck = handler)
  setDevicePermissionHandler = (handler: FakeSession['devicePermission']) =>
    void (this.devicePermission = handler)
  spellChecker = true
  setSpellCheckerEnabled = (on: boolean) => void (this.spellChecker = on)
  languages = ['en-US']
  setSpellCheckerLanguages = (languages: string[]) => void (this.languages = languages)
  readonly webRequest = {
    onBeforeRequest: (handler: FakeSession['beforeRequest']) => void (this.beforeRequest = handler),
  }
}

export const fakeSession = new FakeSession()
export const paths = { userData: '' }

class FakeApp extends EventEmitter {
  isPackaged = false
  onlyOne = true
  enableSandbox = note('enableSandbox')
  setAppUserModelId = note('setAppUserModelId')
  whenReady = async () => {
    calls.push('whenReady')
  }
  isReady = () => true
  getVersion = () => '0.0.0'
  getAppPath = () => '/app'
  getPath = () => paths.userData
  requestSingleInstanceLock = () => this.onlyOne
  readonly loginItems: unknown[] = []
  setLoginItemSettings = (item: unknown) => void this.loginItems.push(item)
  quit = note('quit')
  exit = note('exit')
  readonly commandLine = {
    hasSwitch: (name: string) => switches.has(name),
    appendSwitch: (name: string, value: string) => void switches.set(name, value),
  }
}
export const app = new FakeApp()

/** What `vi.mock('electron', …)` answers. */
export const electron = {
  app,
  BrowserWindow: FakeWindow,
  ipcMain: {
    handle: (name: string, handler: (...args: unknown[]) => unknown) =>
      void ipcHandlers.set(name, handler),
  },
  protocol: {
    registerSchemesAsPrivileged: note('registerSchemesAsPrivileged'),
    handle: (scheme: string, handler: (request: Request) => Promise<Response>) =>
      void protocolHandlers.set(scheme, handler),
  },
  session: { defaultSession: fakeSession },
  dialog: { showSaveDialog: vi.fn(async () => ({ canceled: true, filePath: '' })) },
  screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
  powerMonitor: new EventEmitter(),
  nativeTheme: { shouldUseDarkColors: false, themeSource: 'system' },
  Menu: {
    setApplicationMenu: note('setApplicationMenu'),
    buildFromTemplate: (template: unknown) => template,
  },
  safeStorage: {
    getSelectedStorageBackend: vi.fn(() => 'basic_text'),
    isEncryptionAvailable: vi.fn(() => false),
    encryptString: (text: string) => Buffer.from(`sealed ${text}`),
    decryptString: (bytes: Buffer) => bytes.toString().replace(/^sealed /, ''),
  },
  shell: {
    openExternal: async (url: string) => void opened.push(url),
    openPath: async (path: string) => {
      opened.push(path)
      return ''
    },
  },
}
