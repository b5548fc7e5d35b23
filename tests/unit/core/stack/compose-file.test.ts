import { describe, expect, test } from 'vitest'
import { parseComposeFile } from '../../../../src/core/stack/compose/compose-file.ts'
import { pointAtDraft, readDeclared } from '../../../../src/core/stack/compose/declared.ts'

const at = { dir: '/mailu', envFile: '/mailu/mailu.env', draft: '/tmp/d/draft.env', variables: {} }

describe('a compose file', () => {
  test.each([
    ['a plain path', 'env_file: mailu.env'],
    ['quotes and a comment', 'env_file: "mailu.env" # settings'],
    ['a path from here', "env_file: './mailu.env'"],
    ['a flow list', 'env_file: [common.env, mailu.env]'],
    ['a list', 'env_file:\n      - common.env\n      - "mailu.env"'],
    ['a list at the same depth', 'env_file:\n    - mailu.env'],
    ['a list of maps', 'env_file:\n      - path: mailu.env\n        required: true'],
    ['a variable with a default', 'env_file: ${MAILU_ENV:-mailu.env}'],
  ])('names its env file by %s, and a copy names the draft there', (_, line) => {
    const text = `services:\n  smtp:\n    image: mailu/postfix\n    ${line}\n    restart: always\n`
    const declared = readDeclared([{ path: '/mailu/docker-compose.yml', text }], '/mailu', {})
    expect(declared.envFile).toBe('/mailu/mailu.env')
    expect(declared.services[0]?.envFiles).toContain('/mailu/mailu.env')
    const copy = pointAtDraft(text, at)
    expect(copy).toContain('/tmp/d/draft.env')
    expect(copy).not.toMatch(/(?<!common\.env, )mailu\.env/)
    expect(parseComposeFile(copy).envFiles.map(one => one.path)).toContain('/tmp/d/draft.env')
  })

  test('is read with services, images and the keys of their environment', () => {
    const text = [
      '# "services:" of Mailu',
      'x-common: &common',
      '  env_file: mailu.env',
      'services:',
      "  'front':",
      '    image: "ghcr.io/mailu/nginx:2024.06"',
      '    environment:',
      '      - TLS_FLAVOR=cert',
      '      - "HOSTNAMES=a#b"',
      '    labels: { a: "b: c" }',
      '  smtp:',
      '    <<: *common',
      '    environment:',
      '      RELAYHOST: ""',
      '      DEEP:',
      '        NOT_A_KEY: 1',
      'networks:',
      '  default: {}',
    ].join('\r\n')
    const { services, envFiles } = parseComposeFile(text.replaceAll('\r', ''))
    expect(services).toEqual([
      {
        name: 'front',
        image: 'ghcr.io/mailu/nginx:2024.06',
        envFiles: [],
        environment: ['TLS_FLAVOR', 'HOSTNAMES'],
      },
      { name: 'smtp', envFiles: [], environment: ['RELAYHOST', 'DEEP'] },
    ])
    expect(envFiles.map(one => one.path)).toEqual(['mailu.env'])
  })

  test('of several files the later adds to the earlier', () => {
    const files = [
      { path: 'a', text: 'services:\n  smtp:\n    image: one\n    env_file: mailu.env\n' },
      { path: 'b', text: 'services:\n  smtp:\n    image: two\n    environment: \n      - A=1\n' },
    ]
    expect(readDeclared(files, '/m', {}).services).toEqual([
      { name: 'smtp', image: 'two', envFiles: ['/m/mailu.env'], environment: ['A'] },
    ])
  })

  test('without any service or env file says so', () => {
    expect(readDeclared([{ path: 'a', text: 'not: yaml: at [all' }], '/m', {})).toEqual({
      services: [],
    })
  })
})
