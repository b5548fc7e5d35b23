import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { STACK_IMAGES } from './make/images.ts'
import { REGISTRY, REGISTRY_HOST, STATE } from './make/paths.ts'
import { docker, must, run, until } from './make/run.ts'

const CONFIG =
  '{version: 0.1, storage: {filesystem: {rootdirectory: /store}}, http: {addr: ":5000"}}'

type Service = keyof typeof STACK_IMAGES

/**
 * Serve newer images of these services under the tags that the stack uses, from a registry on loopback (Debian's own), so that
 * `pull` downloads something real. Without it, a pull fails at once with "connection refused". The undo puts the old images back.
 */
export async function offerNewerImages(
  services: readonly Service[],
  version = '2024.06.58',
): Promise<() => Promise<void>> {
  const base =
    (
      await docker(['images', '--format', '{{.Repository}}:{{.Tag}}', 'postern-lab/base-stack'])
    ).split('\n')[0] ?? ''
  await run('docker', ['rm', '-f', '-v', REGISTRY])
  await docker(
    [
      'run',
      '-d',
      '--name',
      REGISTRY,
      '--label',
      'postern.lab=1',
      '-p',
      `${REGISTRY_HOST}:5000`,
      '-v',
      `${STATE}/registry:/store`,
    ].concat([
      base,
      'sh',
      '-c',
      `printf '%s' '${CONFIG}' > /registry.yml && exec docker-registry serve /registry.yml`,
    ]),
  )
  await until('the registry', 20_000, async () => (await fetch(`http://${REGISTRY_HOST}/v2/`)).ok)
  const before = new Map<string, string>()
  for (const service of services) {
    const tag = STACK_IMAGES[service]
    const id = await docker(['image', 'inspect', '-f', '{{.Id}}', tag])
    before.set(tag, id)
    const context = await mkdtemp(join(tmpdir(), 'postern-lab-'))
    await writeFile(join(context, 'Dockerfile'), `FROM ${tag}\nLABEL version=${version}\n`)
    await docker(['build', '-q', '-t', tag, context])
    await rm(context, { recursive: true, force: true })
    await must('docker', ['push', '-q', tag], { timeoutMs: 300_000 })
    const newer = await docker(['image', 'inspect', '-f', '{{.Id}}', tag])
    await docker(['tag', id, tag])
    await run('docker', ['rmi', newer])
  }
  return async () => {
    await run('docker', ['rm', '-f', '-v', REGISTRY])
    for (const [tag, id] of before) {
      const newer = await docker(['image', 'inspect', '-f', '{{.Id}}', tag])
      await docker(['tag', id, tag])
      if (newer !== id) await run('docker', ['rmi', newer])
    }
  }
}
