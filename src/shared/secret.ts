/** Secrets are marked as values, never guessed from text: a `Secret` prints as dots wherever it ends up. */
import { z } from './zod.ts'

const shown = '[secret]'

/** Holds one secret text. `reveal()` is the only way out, so that every use can be found by that word. */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** The text itself. Call it only where it is written to a peer or sealed; never into a log, an error or an argv. */
  reveal(): string {
    return this.#text
  }

  toString(): string {
    return shown
  }

  toJSON(): string {
    return shown
  }

  get [Symbol.toStringTag](): string {
    return shown
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return shown
  }
}

/** Schema of an input that carries a secret: a string outside, a `Secret` from the moment that it is parsed. */
export const SecretText = z
  .string()
  .min(1)
  .max(16_384)
  .transform(text => new Secret(text))
