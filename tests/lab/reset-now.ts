/** `npm run lab:reset`: the lab as `lab:up` left it, for whoever comes next. */
import { claimLab } from './claim.ts'
import { readLab } from './lab.ts'
import { reset } from './reset.ts'

const release = await claimLab()
await reset(await readLab())
release()
