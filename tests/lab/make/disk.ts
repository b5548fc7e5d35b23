import { mkdir, stat, truncate, writeFile } from 'node:fs/promises'
import { PROJECT_DIR, STATE } from './paths.ts'
import { must, run, say } from './run.ts'

const IMAGE = `${STATE}/mailu-disk.img`
/** Postfix refuses mail below 1.5 × MESSAGE_SIZE_LIMIT of free space (75 MB), so the disk is a good deal larger than that. */
const SIZE_MB = 256

export const isMounted = async (path: string): Promise<boolean> =>
  (await run('mountpoint', ['-q', path])).code === 0

/** The project's own small disk: ext4 in a file over a loop device, or a tmpfs where there is no loop device. */
export async function ensureDisk(): Promise<void> {
  await mkdir(PROJECT_DIR, { recursive: true })
  if (await isMounted(PROJECT_DIR)) return
  if (!(await stat(IMAGE).catch(() => undefined))) {
    await writeFile(IMAGE, '')
    await truncate(IMAGE, SIZE_MB * 1024 * 1024)
    await must('mkfs.ext4', ['-q', '-m', '0', IMAGE])
  }
  const mounted = await run('mount', ['-o', 'loop', IMAGE, PROJECT_DIR])
  if (mounted.code === 0) return
  say('no loop device here: the project folder is a tmpfs')
  await must('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${SIZE_MB}m,mode=755`,
    'postern-lab',
    PROJECT_DIR,
  ])
}

export async function removeDisk(): Promise<void> {
  if (await isMounted(PROJECT_DIR)) await must('umount', [PROJECT_DIR])
  await run('rm', ['-f', IMAGE])
}
