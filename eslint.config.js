import prettier from 'eslint-config-prettier/flat'
import node from 'eslint-plugin-n'
import vue from 'eslint-plugin-vue'
import a11y from 'eslint-plugin-vuejs-accessibility'
import { defineConfig, globalIgnores } from 'eslint/config'
import ts from 'typescript-eslint'

const zodOnlyThroughItsDoor = {
  name: 'zod',
  message: 'Import from shared/zod.ts: it switches code generation off, which the CSP forbids.',
}

export default defineConfig(
  globalIgnores(['out', 'dist', 'release', 'coverage', 'test-results', 'tests/lab/services']),
  ts.configs.strictTypeChecked,
  vue.configs['flat/recommended'],
  a11y.configs['flat/recommended'],
  prettier,
  {
    languageOptions: {
      parserOptions: { parser: ts.parser, projectService: true, extraFileExtensions: ['.vue'] },
    },
    rules: {
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Our objects are closures, never users of `this`.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-restricted-imports': ['error', { paths: [zodOnlyThroughItsDoor] }],
      'no-empty': ['error', { allowEmptyCatch: false }],
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
      'vuejs-accessibility/label-has-for': ['error', { required: { some: ['nesting', 'id'] } }],
      'vuejs-accessibility/form-control-has-label': 'off',
    },
  },
  { files: ['src/shared/zod.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    // One bundle runs on Node 20.18 (the fallback runtime), 24 and Electron 45: only what 20.18 has.
    files: ['src/{shared,core,main,cli}/**/*.ts'],
    plugins: { n: node },
    rules: {
      'n/no-unsupported-features/node-builtins': ['error', { version: '>=20.18.0' }],
      'no-console': 'error',
    },
  },
  {
    files: ['tests/**/*.ts', 'scripts/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['**/*.{js,mjs,cjs}'], extends: [ts.configs.disableTypeChecked] },
)
