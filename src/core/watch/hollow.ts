/** A server that nobody watches now: every lamp hollow. */
import type { IncidentSummary, LampStatus, ServerWatch } from '../../shared/model/watch.ts'

const hollow: LampStatus = { state: 'not-watched', code: 'not-watched', params: {} }

/** With the incidents that were open when watching ended. */
export const hollowServer = (server: string, incidents: IncidentSummary[]): ServerWatch => ({
  server,
  lamps: { receive: hollow, send: hollow, read: hollow, backup: hollow },
  vantages: { line: 'not-watched', path: 'not-watched', server: 'not-watched' },
  incidents,
  promisedDetectionMs: 0,
})
