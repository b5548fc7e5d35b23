/** Which Compose is there, and which one a project is driven with. */
import type { ComposeGeneration } from '../../../shared/model/stack.ts'

export interface ComposeTool {
  readonly generation: ComposeGeneration
  readonly version: string
  readonly command: 'docker compose' | 'docker-compose'
}

const major = (version: string): number => Number.parseInt(version.replace(/^v/, ''), 10)

/** Major numbers go 1, 2, 5 (`mailu.md` 7.1); everything from 2 on reads files alike. */
export const generationOf = (version: string): ComposeGeneration =>
  major(version) <= 1 ? 'v1' : 'v2'

/**
 * Reads lines `command|version`. A version comes as `1.29.2`, `v2.2.3`, `2.24.5`, `2.29.1-desktop.1` or, from some old
 * builds, within words.
 */
export function parseTools(text: string): readonly ComposeTool[] {
  return text.split('\n').flatMap(line => {
    const [command, said = ''] = line.split('|')
    const version = /v?(\d+\.\d+[\w.+~-]*)/.exec(said)?.[1]
    if (version === undefined) return []
    if (command !== 'docker compose' && command !== 'docker-compose') return []
    return [{ command, version, generation: generationOf(version) }]
  })
}

/** The tool of the generation that created the project's containers where it is still there, else the newer one. */
export function chooseTool(
  tools: readonly ComposeTool[],
  createdBy: string | undefined,
): ComposeTool | undefined {
  const newestFirst = [...tools].sort((a, b) => major(b.version) - major(a.version))
  const same = createdBy === undefined || createdBy === '' ? undefined : generationOf(createdBy)
  return newestFirst.find(tool => tool.generation === same) ?? newestFirst[0]
}
