import type { RunningCore } from './core.ts'

/** `--demo`: the demo server is there before the window is. A failure is told by the window's own calls. */
export async function addDemo(core: RunningCore): Promise<void> {
  const added = new Promise<void>(resolve =>
    core.onEvent(topic => {
      if (topic === 'servers.changed') resolve()
    }),
  )
  const known = await core.answer('servers.list', undefined)
  if (!known.ok || (known.value as readonly unknown[]).length > 0) return // a list, by the contract
  const reply = await core.answer('demo.add', undefined)
  if (reply.ok) await Promise.race([added, new Promise(resolve => setTimeout(resolve, 5000))])
}
