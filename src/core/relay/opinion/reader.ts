/** What a reader of one provider's API is: which pages are asked, and what they say. Pure. */
import type { MissedRecord, RelayUsage } from '../../../shared/model/opinion.ts'

/** Below the API's root; with a body it is posted as JSON. */
export interface ApiRequest {
  readonly path: string
  readonly body?: Readonly<Record<string, unknown>>
}

export interface DomainFinding {
  /**
   * `partial`: mail leaves in the domain's name, and a record that makes it better is missing. `pending`: it has not looked yet.
   * `absent`: the account has no such domain. `disabled`: the provider has switched it off.
   */
  readonly state: 'valid' | 'partial' | 'invalid' | 'pending' | 'absent' | 'disabled'
  readonly missed: readonly MissedRecord[]
}

export interface OpinionReader {
  readonly domain: (domain: string) => ApiRequest
  /** A second page, where the first one does not name the records. */
  readonly detail?: (answer: unknown, domain: string) => ApiRequest | undefined
  /** Undefined where the answer has not the shape that the provider documents. */
  readonly readDomain: (
    answer: unknown,
    domain: string,
    detail: unknown,
  ) => DomainFinding | undefined
  /** That the account has no such domain, where that is no ordinary answer. */
  readonly isAbsent?: (status: number, answer: unknown) => boolean
  /** That the key is not taken, where that is told by something else than 401 and 403. */
  readonly isRefusal?: (status: number, answer: unknown) => boolean
  /** @param user the relay's user, which some providers need to know */
  readonly usage?: (nowMs: number, user: string) => ApiRequest | undefined
  readonly readUsage?: (answer: unknown) => RelayUsage | undefined
}

export const valid: DomainFinding = { state: 'valid', missed: [] }
export const absent: DomainFinding = { state: 'absent', missed: [] }

export const isSameDomain = (one: string, other: string): boolean =>
  one.toLowerCase().replace(/\.$/, '') === other.toLowerCase().replace(/\.$/, '')
