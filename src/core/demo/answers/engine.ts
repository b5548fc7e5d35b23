/** What the engine of the demo server says: containers as recorded, with the ids, times and settings of now. */
import type { Answers } from '../answer.ts'
import { asRecorded } from '../answer.ts'
import { type Inspected } from '../recorded.ts'
import type { World } from '../world.ts'

const label = (document: Inspected, name: string): string =>
  document.Config.Labels[`com.docker.compose.${name}`] ?? ''

function row(world: World, service: string): string {
  const document = world.documentOf(service)
  const container = world.state.containers[service]
  if (!document || !container) return ''
  const names = ['project', 'service', 'project.working_dir', 'project.config_files']
  return JSON.stringify([
    'container',
    container.id,
    document.Config.Image,
    document.Name.replace(/^\//, ''),
    ...names.map(name => label(document, name)),
    label(document, 'project.environment_file'),
    label(document, 'version'),
    label(document, 'oneoff'),
    '',
    '',
  ])
}

function inspected(world: World, service: string): Inspected | undefined {
  const document = world.documentOf(service)
  const container = world.state.containers[service]
  if (!document || !container) return undefined
  const isRunning = world.isRunning(service)
  const state = isRunning
    ? document.State
    : { ...document.State, Status: 'exited', Running: false, ExitCode: 1, Health: undefined }
  return {
    ...document,
    Id: container.id,
    State: { ...state, StartedAt: new Date(container.startedAt).toISOString() },
    Config: { ...document.Config, Env: container.env },
  }
}

const byId = (world: World, id: string): string | undefined =>
  Object.entries(world.state.containers).find(([, one]) => one.id === id)?.[0]

export const engineAnswers: Answers = {
  'servers.sudo': ({ say }) => say('1000\n'),
  'servers.docker': asRecorded('servers.docker'),
  'servers.compose': asRecorded('servers.compose'),
  'servers.services'({ world, say }) {
    for (const service of Object.keys(world.state.containers)) {
      const document = world.documentOf(service)
      if (document) say(`${label(document, 'project')}\t${service}\n`)
    }
  },
  'servers.stop': () => 0,
  'stack.look'({ world, say }) {
    const head = (world.recorded.answers['stack.look'] ?? '').split('\n').slice(0, 2)
    const rows = Object.keys(world.state.containers).map(service => row(world, service))
    const folder = `folder ${world.recorded.dir}/docker-compose.yml`
    say(`${[...head, ...rows, ...world.recorded.others, folder].join('\n')}\n`)
  },
  'stack.tools': asRecorded('stack.tools'),
  'stack.inspect'({ world, args, say }) {
    const services = args.flatMap(id => byId(world, id) ?? [])
    for (const service of services) say(`${JSON.stringify(inspected(world, service))}\n`)
    for (const service of services) {
      const memory = world.recorded.memory[service]
      const { id } = world.state.containers[service]!
      if (memory && world.isRunning(service)) say(`memory ${id} ${memory.join(' ')}\n`)
    }
  },
  'stack.images'({ world, args, say }) {
    for (const ref of args) {
      const known = world.recorded.inspect.find(one => one.Config.Image === ref)
      say(`${ref}|${known?.Image ?? ''}\n`)
    }
  },
  'stack.podman': ({ say }) => say('\n[]\n'),
  'stack.kubernetes': () => 3,
}
