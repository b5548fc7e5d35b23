/** What is kept of proofs: how often one is made by itself, and how the last ones ended. */
import { ProofPace, ProofResult } from '../../../shared/model/proof.ts'
import { z } from '../../../shared/zod.ts'
import type { Database } from '../../store/database.ts'

/** Enough for two days of hourly ones. */
const keptResults = 50

const Plan = z.object({
  every: ProofPace,
  project: z.string().optional(),
  /** A message may be under way that nobody has taken away yet. */
  isOpen: z.boolean().optional(),
})
export type ProofPlan = z.infer<typeof Plan>

/** Servers by their ids. */
export interface ProofStore {
  plan(server: string): ProofPlan
  /** Servers of which something is planned, or left open. */
  planned(): readonly string[]
  setPlan(server: string, plan: ProofPlan): void
  /** One that was skipped takes the place of one that was skipped before it. */
  add(server: string, result: ProofResult): void
  /** Newest first. */
  results(server: string): readonly ProofResult[]
  forget(server: string): void
}

const parsed = (text: unknown): ProofResult | undefined => {
  const { success, data } = ProofResult.safeParse(JSON.parse(String(text)))
  return success ? data : undefined
}

/** Over the store's tables. */
export function createProofStore(db: Database): ProofStore {
  const store: ProofStore = {
    plan(server) {
      const row = db.get('SELECT record FROM relay_proof_plans WHERE server = ?', server)
      const plan = Plan.safeParse(row ? JSON.parse(String(row['record'])) : undefined)
      return plan.success ? plan.data : { every: 'off' }
    },
    planned: () =>
      db.all('SELECT server FROM relay_proof_plans').map(({ server }) => String(server)),
    setPlan(server, plan) {
      if (plan.every === 'off' && plan.isOpen !== true)
        db.run('DELETE FROM relay_proof_plans WHERE server = ?', server)
      else
        db.run(
          `INSERT INTO relay_proof_plans (server, record) VALUES (?, ?)
           ON CONFLICT (server) DO UPDATE SET record = excluded.record`,
          server,
          JSON.stringify(plan),
        )
    },
    add(server, result) {
      const [last] = store.results(server)
      const isSame = result.outcome === 'skipped' && last?.outcome === 'skipped'
      db.transaction(() => {
        if (isSame)
          db.run(
            'DELETE FROM relay_proofs WHERE server = ? AND at = ?',
            server,
            Date.parse(last.at),
          )
        db.run(
          'INSERT OR REPLACE INTO relay_proofs (server, at, record) VALUES (?, ?, ?)',
          server,
          Date.parse(result.at),
          JSON.stringify(result),
        )
        db.run(
          `DELETE FROM relay_proofs WHERE server = ? AND at NOT IN
             (SELECT at FROM relay_proofs WHERE server = ? ORDER BY at DESC LIMIT ?)`,
          server,
          server,
          keptResults,
        )
      })
    },
    results: server =>
      db
        .all('SELECT record FROM relay_proofs WHERE server = ? ORDER BY at DESC', server)
        .flatMap(({ record }) => parsed(record) ?? []),
    forget(server) {
      db.run('DELETE FROM relay_proof_plans WHERE server = ?', server)
      db.run('DELETE FROM relay_proofs WHERE server = ?', server)
    },
  }
  return store
}
