import { z } from '../zod.ts'

/** The demo server's name: .invalid is nobody's, and never will be (RFC 2606, section 2). */
export const demoHost = 'demo.invalid'

/** What can be made to go wrong on the demo server. */
export const DemoFault = z.enum([
  'smtp-stopped',
  'imap-silent',
  'relay-refuses',
  'certificate-expired',
  'disk-full',
  'unreachable',
  'key-changed',
])
export type DemoFault = z.infer<typeof DemoFault>

export const DemoStatus = z.object({
  /** Absent: all is well there. */
  fault: DemoFault.optional(),
})
export type DemoStatus = z.infer<typeof DemoStatus>
