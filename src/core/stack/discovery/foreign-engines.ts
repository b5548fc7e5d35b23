/** Mailu under engines that Postern recognises and leaves alone: Podman and Kubernetes. Pure. */
import { z } from '../../../shared/zod.ts'
import { isMailu, parseImage } from './mailu-images.ts'
import type { FoundProject } from './find-projects.ts'
import type { ListedContainer } from './parse-look.ts'

const PodmanContainer = z.object({
  Id: z.string(),
  Image: z.string(),
  Names: z.union([z.array(z.string()), z.string()]),
  Labels: z.record(z.string(), z.string()).nullish(),
})

const listed = (one: Partial<ListedContainer>): ListedContainer => ({
  id: '',
  image: '',
  name: '',
  project: '',
  service: '',
  workingDir: '',
  configFiles: '',
  environmentFile: '',
  composeVersion: '',
  isOneOff: false,
  stackNamespace: '',
  swarmService: '',
  ...one,
})

/** Reads `stack.podman`: a version, then `podman ps` as JSON. podman-compose sets Compose's labels and its own. */
export function parsePodman(text: string): {
  readonly version?: string
  readonly projects: readonly FoundProject[]
  readonly others: number
} {
  const [version = '', ...rest] = text.split('\n')
  const containers = z.array(PodmanContainer).parse(JSON.parse(rest.join('\n').trim() || '[]'))
  const groups = new Map<string, ListedContainer[]>()
  for (const { Id: id, Image: image, Names, Labels } of containers) {
    const labels = Labels ?? {}
    const project =
      labels['com.docker.compose.project'] ?? labels['io.podman.compose.project'] ?? ''
    const service = labels['com.docker.compose.service'] ?? ''
    const name = typeof Names === 'string' ? Names : (Names[0] ?? '')
    const workingDir = labels['com.docker.compose.project.working_dir'] ?? ''
    const one = listed({ id, image, name, project, service, workingDir })
    groups.set(project, [...(groups.get(project) ?? []), one])
  }
  const all = [...groups].map(([name, list]) => ({
    name: name === '' ? 'mailu' : name,
    dir: list[0]?.workingDir ?? '',
    configFiles: [],
    containers: list,
    readOnlyReason: 'podman' as const,
  }))
  const projects = all.filter(project => isMailu(project.containers))
  const others = all.length - projects.length
  return { ...(version !== '' && { version }), projects, others }
}

/** Reads `stack.kubernetes`: a line a pod, namespace and images. */
export function parseKubernetes(text: string): readonly FoundProject[] {
  const groups = new Map<string, ListedContainer[]>()
  for (const line of text.split('\n')) {
    const [namespace, images] = line.trim().split(/\s+/)
    if (namespace === undefined || images === undefined) continue
    const found = images.split(',').map(image => {
      const { name } = parseImage(image)
      return listed({ image, name, service: name })
    })
    groups.set(namespace, [...(groups.get(namespace) ?? []), ...found])
  }
  return [...groups]
    .filter(([, list]) => isMailu(list))
    .map(([name, containers]) => ({
      name,
      dir: '',
      configFiles: [],
      containers,
      readOnlyReason: 'kubernetes',
    }))
}
