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
          exclude: ['tests/browser/**'],
          environment: 'node',
          testTimeout: 30_000
        }
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/browser/setup.ts'],
          environment: 'node',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // One Chromium and one page at a time: two cores must not slow each other down.
          fileParallelism: false
        }
      }
    ]
  }
});
