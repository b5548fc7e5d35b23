/** The four things that every failure says. */
export interface ErrorText {
  /** What happened. */
  readonly what: string
  /** Why, most likely. */
  readonly why: string
  /** What to do now. */
  readonly now: string
  /** Whether mail is lost: `none` not touched, `waits` mail waits and is not lost, `may` some may be lost. */
  readonly mail: 'none' | 'waits' | 'may'
}

/** A text for each code, no more and no fewer. */
export type ErrorTexts<Codes> = Readonly<Record<keyof Codes, ErrorText>>
