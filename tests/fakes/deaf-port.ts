/** A port on 127.0.0.1 whose packets vanish: its queue is full, so that Linux drops every further SYN. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

const program = `
import socket, sys
server = socket.socket(); server.bind(("127.0.0.1", 0)); server.listen(0)
kept = []
for number in range(3):
    one = socket.socket(); one.setblocking(False); one.connect_ex(server.getsockname()); kept.append(one)
print(server.getsockname()[1], flush=True)
sys.stdin.read()
`

/** The port; it ends with the test. */
export async function startDeafPort(): Promise<number> {
  const child = spawn('python3', ['-c', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => {
    child.stdin.end()
  })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string] // what readline gives
  return Number(line)
}
