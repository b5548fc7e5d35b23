import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { Platform } from '../../../../src/core/platform.ts'
import type { JobRunner } from '../../../../src/core/jobs/runner.ts'
import type { JobContext } from '../../../../src/shared/contract/define.ts'
import { tempFolder } from '../../../support/temp-folder.ts'
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

test('a text is saved where the person says, and nowhere when they think better of it', async () => {
  const folder = await tempFolder()
  const asked: unknown[] = []
  const save = (path: string | undefined) =>
    createAppHandlers({
      platform: {
        askWhereToSave: async (wish: unknown) => {
          asked.push(wish)
          return path
        },
      } as unknown as Platform,
      jobs: {} as JobRunner,
    })['app.saveText']({ name: 'days.csv', text: 'day\n' }, context as unknown as JobContext)
  const path = join(folder, 'mine.csv')
  expect(await save(undefined)).toEqual({ sizeBytes: 0 })
  expect(readdirSync(folder)).toEqual([])
  expect(await save(path)).toEqual({ path, sizeBytes: 4 })
  expect(readFileSync(path, 'utf8')).toBe('day\n')
  expect(asked[0]).toEqual({ title: 'Save', name: 'days.csv' })
})
