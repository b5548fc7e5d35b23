/** What the demo's provider says of itself: in memory, in the language of SendGrid, whatever relay the demo uses. */
import type { ProviderApi } from '../../shared/model/provider-api.ts'
import type { HttpDocument, HttpsQuestion } from '../net/http/ask-https.ts'
import { wrongPassword } from './starting-env.ts'

/** .example is nobody's (RFC 2606, section 2), and nobody is asked. */
export const demoProviderApi: ProviderApi = {
  url: 'https://api.relay.example',
  key: { in: 'bearer' },
  unconfirmed: [],
  sources: ['https://relay.example/'],
}

const document = (status: number, body: unknown): HttpDocument => ({
  kind: 'document',
  status,
  contentType: 'application/json',
  text: JSON.stringify(body),
  isCut: false,
})

/** Takes any key but the one that is wrong. */
export async function askDemoProvider({ url, headers }: HttpsQuestion): Promise<HttpDocument> {
  if (headers?.['authorization'] === `Bearer ${wrongPassword}`) return document(401, {})
  const { pathname, searchParams } = new URL(url)
  if (pathname === '/v3/user/credits')
    return document(200, { used: 212, total: 3000, reset_frequency: 'monthly' })
  const domain = searchParams.get('domain') ?? ''
  return document(200, [{ domain, valid: true, dns: {} }])
}
