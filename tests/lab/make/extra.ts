import { onHome } from '../home.ts'
import { docker } from './run.ts'

/** The label of what a suite adds beside the lab's own projects. */
export const EXTRA = 'postern.lab=extra'

/** Removes every project that a suite added, also one whose suite was ended in the middle. */
export async function removeExtraProjects(): Promise<void> {
  const rows = await docker([
    'ps',
    '-a',
    '--filter',
    `label=${EXTRA}`,
    '--format',
    '{{.ID}}\t{{.Label "com.docker.compose.project.working_dir"}}',
  ])
  const found = rows
    .split('\n')
    .filter(row => row !== '')
    .map(row => row.split('\t'))
  if (found.length === 0) return
  await docker(['rm', '-f', '-v', ...found.map(([id]) => id!)])
  const networks = await docker(['network', 'ls', '-q', '--filter', `label=${EXTRA}`])
  const ids = networks.split('\n').filter(id => id !== '')
  if (ids.length > 0) await docker(['network', 'rm', ...ids])
  for (const dir of new Set(found.map(([, dir]) => dir!))) await onHome(['rm', '-rf', dir])
}
