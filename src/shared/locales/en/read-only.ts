import type { ReadOnlyReason } from '../../model/stack.ts'

/** Why a project is shown but not touched, as the end of a sentence. */
export const readOnly: Readonly<Record<ReadOnlyReason, string>> = {
  kubernetes: 'it runs under Kubernetes',
  swarm: 'it runs under Docker Swarm',
  podman: 'it runs under Podman',
  'files-elsewhere': 'its compose file is not on this machine',
  'no-compose': 'it was not started with Docker Compose',
  'files-not-allowed': 'this login may not read its files, and may not use sudo',
  'explicit-files': 'it was started with compose files named on the command line',
}
