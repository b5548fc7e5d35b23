/** The window's client. */
import { createClient } from './client.ts'

export const api = createClient(() => window.bridge)
