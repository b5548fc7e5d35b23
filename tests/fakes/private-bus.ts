/** A session bus of the tests' own: a real dbus-daemon that can start no services, so that nothing of the machine answers. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface PrivateBus {
  readonly address: string
  stop(): Promise<void>
}

const config = (folder: string) => `<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><keep_umask/><listen>unix:path=${folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`

/** Starts it; throws when this machine has no dbus-daemon (Debian package: dbus). */
export async function startPrivateBus(): Promise<PrivateBus> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-bus-'))
  const file = join(folder, 'bus.conf')
  writeFileSync(file, config(folder))
  const daemon = spawn('dbus-daemon', [`--config-file=${file}`, '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = new Promise<void>(resolve => daemon.once('close', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    daemon.once('error', reject)
    daemon.once('close', () => reject(new Error('dbus-daemon ended at once')))
    daemon.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()))
  })
  return {
    address,
    async stop() {
      daemon.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
