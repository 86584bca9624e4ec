import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { texFormulas } from './src/formulas/texFormulas.ts';

export default defineConfig({
  plugins: [texFormulas(), sveltekit()],
  worker: { format: 'es' },
  build: {
    target: 'es2023',
    // The first with light-dark(): the fallback written for older ones fixes the theme at the root, and the sample view's
    // dark room could not set its own.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // A WASM file as a data: URL would be refused by connect-src 'self'.
    assetsInlineLimit: (file: string) => (file.endsWith('.wasm') ? false : undefined)
  }
});
