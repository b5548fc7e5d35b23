/** The one door to zod: code generation is off before the first schema, because Trusted Types forbid it. */
import { config } from 'zod'

config({ jitless: true })
export { z } from 'zod'
