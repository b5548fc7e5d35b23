/** Start at login: a file on Linux, the system's own list elsewhere. */
import { homedir } from 'node:os'
import { app, type Settings as LoginItem } from 'electron'
import type { Notifier } from '../core/platform.ts'
import { en } from '../shared/locales/en/index.ts'
import { setAutostart } from './linux/autostart.ts'

export type LoginPlan =
  | { readonly kind: 'file'; readonly command: readonly string[] }
  | { readonly kind: 'system'; readonly item: LoginItem }

export interface LoginFacts {
  readonly platform: string
  readonly isPackaged: boolean
  readonly execPath: string
  /** Of an unpackaged start. */
  readonly appPath: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * What starts the app at login. An AppImage is mounted somewhere else at each start: its own path is in APPIMAGE. The
 * system's list has no place for words on macOS: there the start itself says whether the login made it.
 */
export function loginPlan(isWished: boolean, facts: LoginFacts): LoginPlan {
  const { platform, isPackaged, execPath, appPath, env } = facts
  if (platform === 'darwin') return { kind: 'system', item: { openAtLogin: isWished } }
  const own = isPackaged ? [] : [appPath]
  if (platform === 'win32') {
    return {
      kind: 'system',
      item: { openAtLogin: isWished, path: execPath, args: [...own, '--hidden'] },
    }
  }
  const image = env['APPIMAGE']
  return { kind: 'file', command: [isPackaged && image ? image : execPath, ...own] }
}

/** Whether the login started this process: macOS says it, elsewhere the words do. */
export function startedByLogin(): boolean {
  if (process.platform !== 'darwin') return false
  return app.getLoginItemSettings().wasOpenedAtLogin
}

/**
 * Answers what puts the setting into effect each time it is told. A start removes nothing: the entry may be another data
 * folder's. What cannot be written is told in a note.
 */
export function followLoginStart(notifier: Notifier): (isWished: boolean) => void {
  let before: boolean | undefined
  return isWished => {
    const isNews = before !== undefined && before !== isWished
    const isStart = before === undefined && isWished
    before = isWished
    if (!isNews && !isStart) return
    try {
      apply(isWished, isNews)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const { loginFailed: title } = en.desktop
      const note = { title, body: reason, urgency: 'normal', actions: [] } as const
      void notifier.show({ tag: 'login-start', ...note, open: { page: 'settings' } })
    }
  }
}

function apply(isWished: boolean, isNews: boolean): void {
  const { platform, execPath, env } = process
  const facts = { platform, execPath, env, isPackaged: app.isPackaged, appPath: app.getAppPath() }
  const plan = loginPlan(isWished, facts)
  if (plan.kind === 'system') app.setLoginItemSettings(plan.item)
  else setAutostart(isWished, { homeDir: homedir(), env, command: plan.command }, isNews)
}
