import { expect, test } from 'vitest'
import { signAwsGet } from '../../../../../src/core/relay/opinion/sign-aws.ts'
import { Secret } from '../../../../../src/shared/secret.ts'

test('a request is signed as AWS’ own test suite has it (get-vanilla)', () => {
  const headers = signAwsGet({
    url: 'https://example.amazonaws.com/',
    region: 'us-east-1',
    service: 'service',
    id: 'AKIDEXAMPLE',
    secret: new Secret('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'),
    nowMs: Date.parse('2015-08-30T12:36:00Z'),
  })
  expect(headers).toEqual({
    'x-amz-date': '20150830T123600Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  })
})
