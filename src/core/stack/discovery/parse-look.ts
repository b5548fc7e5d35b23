/** Reads what `stack.look` printed. */
import { AppError } from '../../../shared/errors.ts'
import { z } from '../../../shared/zod.ts'

const Row = z
  .tuple([z.literal('container'), ...Array.from({ length: 12 }, () => z.string())])
  .transform(([, ...columns]) => columns)

const ImageRow = z.tuple([z.literal('image'), z.string(), z.string()])

/** One container with the labels that say where it belongs. Empty text: the label is not there. */
export interface ListedContainer {
  readonly id: string
  /** As it was named when the container was made. */
  readonly image: string
  readonly name: string
  readonly project: string
  readonly service: string
  readonly workingDir: string
  readonly configFiles: string
  readonly environmentFile: string
  readonly composeVersion: string
  readonly isOneOff: boolean
  readonly stackNamespace: string
  readonly swarmService: string
}

export interface Look {
  /** The commands ran as root although the login is not root: the engine takes nobody else. */
  readonly uid: number
  readonly engine: 'docker' | 'podman' | 'none'
  readonly engineVersion?: string
  /** The engine is installed and does not answer; what it said. */
  readonly stopped?: string
  readonly containers: readonly ListedContainer[]
  /** Compose files at the usual places that name Mailu's images, whether anything of them was ever started or not. */
  readonly folders: readonly string[]
}

function parseRow(line: string, images: ReadonlyMap<string, string>): ListedContainer {
  const columns = Row.parse(JSON.parse(line))
  const at = (index: number): string => columns[index]!
  return {
    id: at(0),
    image: images.get(at(0)) ?? at(1),
    name: at(2),
    project: at(3),
    service: at(4),
    workingDir: at(5),
    configFiles: at(6),
    environmentFile: at(7),
    composeVersion: at(8),
    isOneOff: /^true$/i.test(at(9)),
    stackNamespace: at(10),
    swarmService: at(11),
  }
}

/** @throws AppError `remote-command-failed` when it is not the command's own output */
export function parseLook(text: string): Look {
  const lines = text.split('\n').filter(line => line !== '')
  const word = (name: string): string | undefined =>
    lines.find(line => line.startsWith(`${name} `))?.slice(name.length + 1)
  const [engine = '', engineVersion] = (word('engine') ?? 'docker').split(' ')
  const stopped = word('stopped')
  const images = new Map(
    lines
      .filter(line => line.startsWith('["image",'))
      .map(line => ImageRow.parse(JSON.parse(line)))
      .map(([, id, name]) => [id, name]),
  )
  const uid = Number(word('uid'))
  if (
    !Number.isInteger(uid) ||
    !(engine === 'docker' || engine === 'podman' || engine === 'none')
  ) {
    const reply = text.slice(0, 200)
    throw new AppError('remote-command-failed', { command: 'stack.look', exitCode: 0, reply })
  }
  return {
    uid,
    engine,
    ...(engineVersion !== undefined && engineVersion !== '' && { engineVersion }),
    ...(stopped !== undefined && { stopped: stopped.trim() }),
    containers: lines
      .filter(line => line.startsWith('["container",'))
      .map(line => parseRow(line, images)),
    folders: lines.filter(line => line.startsWith('folder /')).map(line => line.slice(7)),
  }
}
