import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['build/', 'coverage/', '.svelte-kit/', 'wasm/', 'static/', 'tests/golden/', '**/*.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      // Array access is checked by noUncheckedIndexedAccess; `!` says "proved by the line above".
      '@typescript-eslint/no-non-null-assertion': 'off',
      // TypeScript knows which names exist, in each realm, and which are not used.
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
      // Python's whitespace has control characters.
      'no-control-regex': 'off',
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-lines': ['error', { max: 320, skipBlankLines: true, skipComments: true }],
      'svelte/no-at-html-tags': 'error'
    }
  },
  { files: ['tests/**'], rules: { 'max-lines-per-function': 'off' } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      'max-lines-per-function': 'off',
      // A Set or Map inside a function is no state.
      'svelte/prefer-svelte-reactivity': 'off'
    }
  },
  // Components are given their links by the routes, which resolve them.
  { files: ['src/lib/ui/**'], rules: { 'svelte/no-navigation-without-resolve': 'off' } }
);
