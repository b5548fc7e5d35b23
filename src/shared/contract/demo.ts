import { DemoFault, DemoStatus } from '../model/demo.ts'
import { Server } from '../model/server.ts'
import { z } from '../zod.ts'
import { command, event, job, query } from './define.ts'

/** The demo server lives in this process; its answers were recorded from a real one. */
export const demoContract = {
  /** Adds the demo server as it was made, or answers the one that is there. */
  'demo.add': job(z.void(), Server),
  'demo.status': query(z.void(), DemoStatus),
  /** Makes one thing go wrong on it; without a fault all is well again. */
  'demo.setFault': command(z.object({ fault: DemoFault.optional() }), DemoStatus),
  'demo.changed': event(DemoStatus),
} as const
