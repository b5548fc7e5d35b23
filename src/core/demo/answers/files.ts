/** The demo server's files: all belong to the person who logs in. */
import { posix } from 'node:path'
import type { Answers } from '../answer.ts'
import { freeKib, sizeKib } from '../disk.ts'

const owner = '1000:1000'
const mode = (path: string): string => (path.endsWith('.env') ? '600' : '644')

export const fileAnswers: Answers = {
  'stack.files'({ world, args, say }) {
    const [, ...files] = args
    say(`uid 1000\ndisk ${sizeKib} ${freeKib(world)}\n`)
    for (const file of files) say(world.read(file) ? 'there rw\n' : 'missing\n')
  },
  'stack.read'({ world, args, say }) {
    for (const path of args.slice(1)) {
      const content = world.read(path)
      const real = Buffer.from(path).toString('base64')
      say(
        content
          ? `file ${owner} ${mode(path)} ${real} ${content.toString('base64')}.\n`
          : 'missing\n',
      )
    }
  },
  'stack.copies'({ world, args, say }) {
    const [home = '', prefix = ''] = args
    const folder = `${home}/copies/`
    const names = Object.keys(world.state.files)
      .filter(path => path.startsWith(folder) && path.slice(folder.length).includes(prefix))
      .map(path => posix.basename(path))
    for (const name of names.sort().reverse()) {
      const path = folder + name
      say(`${world.sha(path)} ${world.read(path)?.length ?? 0} ${name}\n`)
    }
  },
  'servers.traces'({ world, say }) {
    const home = `${world.recorded.dir}/.postern`
    const files = Object.keys(world.state.files).filter(path => path.startsWith(`${home}/`))
    if (files.length === 0) return
    say(`folder ${world.recorded.dir}\n`)
    if (world.state.change) say(`busy ${world.recorded.dir}\n`)
    for (const path of files.sort()) say(`file ${world.read(path)?.length ?? 0} ${path}\n`)
  },
  'servers.clean'({ world, args, say }) {
    if (world.state.change) return 41
    const home = `${args[0]}/.postern/`
    for (const path of Object.keys(world.state.files)) {
      if (path.startsWith(home)) world.write(path, undefined)
    }
    say('removed\n')
    return 0
  },
  'servers.keyPlan'({ world, args, say }) {
    const { keys } = world.state
    const has = keys.filter(line => line.includes(args[0] ?? '')).length
    say('path /home/you/.ssh/authorized_keys\n')
    if (keys.length > 0) say(`lines ${keys.length}\nhas ${has}\n`)
  },
  'servers.keyInstall'({ world, args, say }) {
    const [blob = '', line = ''] = args
    const { keys } = world.state
    const isThere = keys.some(one => one.includes(blob))
    if (!isThere) world.update({ keys: [...keys, line] })
    say(isThere ? 'there\n' : 'added\n')
  },
  'servers.keyRemove'({ world, args, say }) {
    const left = world.state.keys.filter(line => !line.includes(args[0] ?? ''))
    say(left.length < world.state.keys.length ? 'removed\n' : 'none\n')
    world.update({ keys: left })
  },
}
