/** `npm run demo:record`: writes down anew what the demo server answers. The lab must be up. */
import { writeFile } from 'node:fs/promises'
import { claimLab } from './claim.ts'
import { readLab } from './lab.ts'
import { recordServer } from './record.ts'
import { reset } from './reset.ts'

const lab = await readLab()
const release = await claimLab()
await reset(lab)
const recorded = await recordServer(lab)
release()
await writeFile('resources/demo-server.json', `${JSON.stringify(recorded, undefined, 2)}\n`)
