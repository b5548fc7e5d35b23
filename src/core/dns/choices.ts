/** What a person chose for a domain: kept until it is chosen anew. */
import { PlanOptions } from '../../shared/model/dns.ts'
import type { Database } from '../store/database.ts'

export interface Choices {
  of(server: string, domain: string): PlanOptions
  keep(server: string, domain: string, options: PlanOptions): void
}

/** @param server its id */
export function createChoices(db: Database): Choices {
  return {
    of(server, domain) {
      const row = db.get(
        'SELECT record FROM dns_choices WHERE server = ? AND domain = ?',
        server,
        domain,
      )
      const parsed = PlanOptions.safeParse(row ? JSON.parse(String(row['record'])) : {})
      return parsed.success ? parsed.data : {}
    },
    keep(server, domain, options) {
      db.run(
        `INSERT INTO dns_choices (server, domain, record) VALUES (?, ?, ?)
         ON CONFLICT (server, domain) DO UPDATE SET record = excluded.record`,
        server,
        domain,
        JSON.stringify(options),
      )
    },
  }
}
