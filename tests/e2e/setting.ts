/** Changes a setting as a person does, up to the preview. */
import type { Page } from '@playwright/test'

/** Opens the Server page, types a new limit of messages and asks what it would do. Nothing is applied. */
export async function previewRateLimit(page: Page, value: string): Promise<void> {
  await page.getByRole('link', { name: /^Server/ }).click()
  await page.getByLabel('Find a setting').fill('MESSAGE_RATELIMIT')
  const limit = page.getByLabel('Messages a user may send', { exact: true })
  await limit.fill(value)
  await limit.blur()
  await page.getByRole('button', { name: 'Show what it would do' }).click()
}
