/** Writes docs/cli.md. Run it after a change of a command: `node scripts/docs-cli.ts`. */
import { writeFile } from 'node:fs/promises'
import { cliDocs } from './docs/cli-docs.ts'

await writeFile(new URL('../docs/cli.md', import.meta.url), await cliDocs())
