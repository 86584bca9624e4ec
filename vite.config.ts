import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [sveltekit()],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    // The first with light-dark(): the fallback written for older ones fixes the theme at the root, and the sample view's
    // dark room could not set its own.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // A WASM file as a data: URL would be refused by connect-src 'self'.
    assetsInlineLimit: (file: string) => (file.endsWith('.wasm') ? false : undefined)
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/browser/**', 'tests/servers/**'],
          provide: { isThorough: false },
          environment: 'node',
          // What a file changes of what all share is put back here; loading every module anew for each costs half of the time.
          isolate: false,
          unstubGlobals: true,
          unstubEnvs: true,
          // Far above what any test takes: a busy machine is no fault.
          testTimeout: 30_000
        }
      },
      {
        extends: true,
        test: {
          // Software of others, by `npm run test:servers`: what is not installed is skipped with a word.
          name: 'servers',
          include: ['tests/servers/**/*.test.ts'],
          environment: 'node',
          // The first question loads what the server needs for it.
          testTimeout: 60_000
        }
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/browser/setup.ts'],
          provide: { isThorough: false },
          environment: 'node',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // One Chromium and one page at a time: two cores must not slow each other down.
          fileParallelism: false
        }
      },
      {
        // For a night and before a release: the same tests with many more rounds.
        extends: true,
        test: {
          name: 'slow',
          include: ['tests/report/permalink/fuzz.test.ts', 'tests/browser/judgeAnswers.test.ts'],
          globalSetup: ['tests/browser/setup.ts'],
          provide: { isThorough: true },
          environment: 'node',
          testTimeout: 1_200_000,
          hookTimeout: 300_000,
          fileParallelism: false
        }
      }
    ]
  }
});
