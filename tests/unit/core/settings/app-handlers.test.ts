import { expect, test, vi } from 'vitest'
import type { Platform } from '../../../../src/core/platform.ts'
import type { JobRunner } from '../../../../src/core/jobs/runner.ts'
import { createAppHandlers } from '../../../../src/core/settings/app-handlers.ts'

const openExternal = vi.fn(async () => undefined)
const handlers = createAppHandlers({
  platform: { opener: { openExternal } } as unknown as Platform,
  jobs: {} as JobRunner,
})
const context = { signal: new AbortController().signal }

test('documentation is opened, anything else is refused in words', async () => {
  await handlers['app.openExternal']({ url: 'https://mailu.io/' }, context)
  await expect(
    handlers['app.openExternal']({ url: 'https://evil.example/' }, context),
  ).rejects.toMatchObject({
    code: 'address-not-allowed',
    params: { url: 'https://evil.example/' },
  })
  expect(openExternal.mock.calls).toEqual([['https://mailu.io/']])
})
