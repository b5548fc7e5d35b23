import { fileURLToPath } from 'node:url'

/** The app's resources folder as it lies in the repository. */
export const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
