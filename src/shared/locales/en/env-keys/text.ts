/** The words for one setting of Mailu. */
export interface EnvKeyText {
  /** A name for people. */
  readonly label: string
  /** What it does, in a sentence or two. */
  readonly meaning: string
}
