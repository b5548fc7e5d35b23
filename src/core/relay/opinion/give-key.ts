/** Puts the key where a provider wants it: never into the address. */
import type { KeyPlace } from '../../../shared/model/provider-api.ts'
import { Secret } from '../../../shared/secret.ts'
import type { HttpsQuestion } from '../../net/http/ask-https.ts'
import type { ApiRequest } from './reader.ts'
import { signAwsGet } from './sign-aws.ts'

/** The two halves of `ID:SECRET`. */
export function halvesOf(key: Secret): { readonly id: string; readonly secret: Secret } {
  const [id = '', ...rest] = key.reveal().split(':')
  return { id, secret: new Secret(rest.join(':')) }
}

const basic = (user: string, password: string): { readonly authorization: string } => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`,
})

export interface KeyUse {
  /** The API's root. */
  readonly root: string
  readonly place: KeyPlace
  readonly key: Secret
  readonly region: string
  readonly nowMs: number
}

/** One question to a provider. A body makes it a POST of JSON. */
export function withKey(
  { path, body }: ApiRequest,
  { root, place, key, region, nowMs }: KeyUse,
): Pick<HttpsQuestion, 'url' | 'headers' | 'body'> {
  const url = `${root}${path}`
  const question = (given: Readonly<Record<string, string>>, inBody: object = {}) => ({
    url,
    headers: {
      accept: 'application/json',
      ...(body && { 'content-type': 'application/json' }),
      ...given,
    },
    ...(body && { body: JSON.stringify({ ...body, ...inBody }) }),
  })
  switch (place.in) {
    case 'bearer':
      return question({ authorization: `Bearer ${key.reveal()}` })
    case 'header':
      return question({ [place.name]: key.reveal() })
    case 'basic':
      return question(basic(place.user, key.reveal()))
    case 'pair': {
      const { id, secret } = halvesOf(key)
      return question(basic(id, secret.reveal()))
    }
    case 'body':
      return question({}, { [place.field]: key.reveal() })
    case 'signature': {
      const { service } = place
      return question(signAwsGet({ url, region, service, nowMs, ...halvesOf(key) }))
    }
  }
}
