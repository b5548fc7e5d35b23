/** Whether Python is here: tests that need it are skipped, visibly, where it is not. */
import { spawnSync } from 'node:child_process'

export const hasPython = spawnSync('python3', ['--version']).status === 0
