/** The ports: what the core needs from whatever host carries it. */
import type { Place } from '../shared/model/place.ts'
import type { Resolver } from './net/dns/resolver.ts'
import type { WorkerName } from './worker-entries.ts'

export type OperatingSystem = 'linux' | 'darwin' | 'win32'

/** Seals secrets for rest. `id` names box and keyring, so that what another box sealed is recognised and left alone. */
export interface SecretBox {
  readonly id: string
  /** `memory`: nothing protects secrets here; they are not written down unless the person consents. */
  readonly kind: 'system' | 'key-file' | 'memory'
  /** The keyring's own name, or the key file; for Settings. */
  readonly detail: string
  seal(plain: Uint8Array): Promise<Uint8Array>
  /** Rejects with any error when the sealed bytes are not this box's. */
  open(sealed: Uint8Array): Promise<Uint8Array>
  /** Present where a person may agree to less protection (`basic_text` on Linux); answers the box to use from then on. */
  consentToPlain?(): Promise<SecretBox>
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
}

/** Opens pages outside the app. */
export interface Opener {
  openExternal(url: string): Promise<void>
}

/** What a note says. Texts are plain: the host escapes what its desktop would take for markup. */
export interface Note {
  /** Whose note it is: a later one with the same tag takes the place of the earlier one. */
  readonly tag: string
  readonly title: string
  readonly body: string
  readonly urgency: 'low' | 'normal' | 'critical'
  /** Buttons; a desktop may show none of them. One with the id `open` does what a click on the note does. */
  readonly actions: readonly { readonly id: string; readonly label: string }[]
  /** What a click on the note opens. */
  readonly open?: Place
}

/** The desktop's notes. */
export interface Notifier {
  /** Answers false when this desktop shows no notes, or did not take this one. Never rejects. */
  show(note: Note): Promise<boolean>
  /** Takes a note away; one that is gone already is no error. */
  close(tag: string): Promise<void>
  /** Hears of buttons that were pressed; a click on the note itself opens the window without asking. Answers what stops it. */
  onAction(listener: (tag: string, action: string) => void): () => void
}

export type PowerEvent = 'suspend' | 'resume' | 'lock' | 'unlock'

/** The computer's sleep and lock. Systems tell some of them twice. */
export interface Power {
  /** Answers what stops it. */
  listen(listener: (event: PowerEvent) => void): () => void
}

/** A file that the person is to find a place for. */
export interface SaveWish {
  readonly title: string
  /** The name that is offered. */
  readonly name: string
}

export interface Platform {
  readonly host: 'electron' | 'cli'
  readonly version: string
  readonly isPackaged: boolean
  readonly os: OperatingSystem
  /** Absolute folder of Postern's own data; made with 0700 when missing. */
  readonly dataDir: string
  /** Absolute folder of what is shipped beside the app. */
  readonly resourcesDir: string
  readonly homeDir: string
  /** The few variables that the core reads, for example SSH_AUTH_SOCK. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly secretBox: SecretBox
  /** Where the entry of a worker lies in this host's build, by its name. */
  readonly workerEntry: (name: WorkerName) => URL
  readonly opener: Opener
  /** Asks the person where a file goes; nothing when they thought better of it. Absent where there is nobody to ask. */
  readonly askWhereToSave?: (wish: SaveWish) => Promise<string | undefined>
  /** Absent where there is no desktop: nothing is shown. */
  readonly notifier?: Notifier
  /** Absent where nobody tells of sleep. */
  readonly power?: Power
  readonly clock: Clock
  /** These name servers alone are asked, and nothing beside the DNS. Absent: those of the world. */
  readonly names?: {
    readonly resolver: Resolver
    /** One that answers with the address which asked. */
    readonly mirror?: { readonly address: string; readonly port: number; readonly name: string }
  }
}

/** Where there is no desktop: nothing is shown, and says so. */
export const noNotifier: Notifier = {
  show: async () => false,
  close: async () => undefined,
  onAction: () => () => undefined,
}

/** The real clock. */
export const systemClock: Clock = { now: () => Date.now() }
