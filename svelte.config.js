import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** Where the site will live, e.g. `/medgen-bench-viewer` on GitHub Pages; empty at a domain's root. */
const base = process.env.BASE_PATH ?? '';

/** The site's origin, e.g. `https://someone.github.io`; social networks want the preview's whole address. */
const origin = process.env.SITE_ORIGIN;

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  kit: {
    // 404.html is what GitHub Pages serves for unknown addresses.
    adapter: adapter({ fallback: '404.html', pages: process.env.SITE_FOLDER ?? 'build' }),
    // `relative: false` keeps one base in prerendered HTML and after hydration, so that links never change under the reader.
    paths: { base, relative: false },
    prerender: { handleHttpError: 'fail', handleMissingId: 'fail', ...(origin && { origin }) },
    typescript: {
      config: (config) => {
        // The package ships its TypeScript source beside its types, and strict checking would read the source.
        config.compilerOptions.paths['image-ssim'] = ['../node_modules/image-ssim/index.d.ts'];
        config.include.push('../vitest.config.ts');
      }
    },
    version: { pollInterval: 300_000 },
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['none'],
        'script-src': ['self', 'wasm-unsafe-eval'],
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'blob:', 'data:'],
        'font-src': ['self'],
        'worker-src': ['self'],
        // static/network.js narrows this for each tab, before anything else runs.
        'connect-src': ['self', 'https:', 'http://localhost:*', 'http://127.0.0.1:*'],
        'manifest-src': ['self'],
        'base-uri': ['none'],
        'form-action': ['none'],
        'object-src': ['none'],
        'frame-src': ['none']
      }
    }
  }
};
