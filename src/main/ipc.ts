/** The one door between page and core: both channels, and who may use them. */
import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron'
import { callChannel, eventChannel, type Reply } from '../shared/bridge.ts'
import { AppError, toWire } from '../shared/errors.ts'
import { isOwnFrame } from '../shared/policy.ts'

/** What the core offers: it answers everything and throws nothing. */
export type Answer = (method: string, input: unknown) => Promise<Reply>

/** The longest input is a whole env file or two; 4 MiB is far above it. */
const longestInput = 4 * 1024 * 1024
const longestMethod = 100

/** Answers calls of the app's own page; everybody else is refused without a word about why. */
export function answerCalls(answer: Answer): void {
  ipcMain.handle(callChannel, async (event, method: unknown, input: unknown): Promise<Reply> => {
    if (!isFromOwnPage(event)) throw new Error('refused')
    if (typeof method !== 'string' || method.length > longestMethod)
      return refuse('unknown-method', '')
    if (sizeOf(input) > longestInput) return refuse('invalid-input', method)
    return answer(method, input)
  })
}

/** Sends an event to a window's page, unless the page is gone. */
export function sendEvent(contents: WebContents, topic: string, payload: unknown): void {
  if (!contents.isDestroyed() && !contents.isCrashed()) contents.send(eventChannel, topic, payload)
}

function isFromOwnPage(event: IpcMainInvokeEvent): boolean {
  return isOwnFrame(event.senderFrame)
}

/** Bytes as JSON, roughly; what JSON cannot carry counts as too large. */
function sizeOf(input: unknown): number {
  try {
    return (JSON.stringify(input) as string | undefined)?.length ?? 0
  } catch {
    return Infinity
  }
}

function refuse(code: 'unknown-method' | 'invalid-input', method: string): Reply {
  const error =
    code === 'unknown-method'
      ? new AppError(code, { method })
      : new AppError(code, { method, where: 'input', issue: 'it is too large' })
  return { ok: false, error: toWire(error) }
}
