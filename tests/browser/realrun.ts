import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/** 80 records on real medical images, not ours to redistribute: the tests that need them skip without. */
export const realrun = resolve('../shared/realrun');
export const hasRealrun = existsSync(realrun);
if (!hasRealrun)
  console.warn('Skipped: tests on real medical images, because ../shared/realrun is not there.');

/** All files below a folder, as paths relative to it with `/`. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => relative(folder, join(folder, path)).replaceAll('\\', '/'));
}

export type Json = Record<string, unknown>;

export function readJsonl(path: string): Json[] {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Json);
}

export const readJson = (path: string): Json => JSON.parse(readFileSync(path, 'utf8')) as Json;
