import { svelte } from '@sveltejs/vite-plugin-svelte';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { texFormulas } from '../../src/formulas/texFormulas.ts';

/** The gallery is no page of the site: it has a server of its own, and nothing of it is built. */
export default defineConfig({
  root: import.meta.dirname,
  cacheDir: resolve('node_modules/.cache/gallery'),
  publicDir: false,
  plugins: [texFormulas(), svelte()],
  resolve: { alias: { $lib: resolve('src/lib') } },
  server: { port: 4174, fs: { allow: [resolve('.')] } }
});
