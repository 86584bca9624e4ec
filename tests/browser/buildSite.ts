/** `node tests/browser/buildSite.ts` builds it beforehand. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The site lies below a path, as it does on GitHub Pages. */
export const siteBase = '/some-repo';
/** Apart from `build/`, which is for whoever serves the site. */
export const siteFolder = 'node_modules/.cache/site';

/** Written last, and as old as the beginning of the build; says which packages it was built from. */
const marker = `${siteFolder}.built`;
const sources = ['src', 'static', 'wasm/assembly', 'svelte.config.js', 'vite.config.ts'];

/** Builds the site for the tests, unless it is newer than everything that it is made of. */
export function buildSite(): void {
  // `npm install` writes its lockfile anew without a change.
  const packages = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  const isOfThese = existsSync(marker) && readFileSync(marker, 'utf8') === packages;
  if (isOfThese && changedMs(marker) > Math.max(...sources.map(lastChange))) return;
  if (changedMs('wasm/build/kernels.wasm') < lastChange('wasm/assembly')) run('run', 'kernels');
  // These two look themselves whether there is something to do.
  run('run', 'demo');
  run('run', 'golden');
  const begun = new Date();
  run('exec', 'vite', 'build');
  writeFileSync(marker, packages);
  // What changes while it is built is not in it.
  utimesSync(marker, begun, begun);
}

function run(...words: string[]): void {
  // Vitest says that this is a test; the site is built as visitors get it.
  const env = { ...process.env, NODE_ENV: 'production', BASE_PATH: siteBase, SITE_FOLDER: siteFolder };
  execFileSync('npm', words, { env, stdio: 'pipe', shell: process.platform === 'win32' });
}

const changedMs = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Of a file, or of anything in a folder; a folder changes when something in it is deleted. */
function lastChange(path: string): number {
  const isFolder = statSync(path).isDirectory();
  const inside = isFolder ? readdirSync(path, { recursive: true, encoding: 'utf8' }) : [];
  return Math.max(changedMs(path), ...inside.map((name) => changedMs(join(path, name))));
}

if (import.meta.main) buildSite();
