import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { expect } from 'vitest';

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

/** A folder `predictions` of some of the systems, to be dropped. */
export function copyPredictions(systems: readonly string[]): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'medgen-realrun-')), 'predictions');
  const isWanted = (path: string): boolean => systems.some((system) => path.includes(system));
  for (const path of listFiles(join(realrun, 'predictions')).filter(isWanted))
    cpSync(join(realrun, 'predictions', path), join(folder, path));
  return folder;
}

export type Json = Record<string, unknown>;

export function readJsonl(path: string): Json[] {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Json);
}

export const readJson = (path: string): Json => JSON.parse(readFileSync(path, 'utf8')) as Json;

/** Protocol §7. */
const tolerances: Readonly<Record<string, number>> = { PSNR: 1e-4, SSIM: 1e-9, BLEU: 1e-12, Text_EM: 0 };

/** One record of an official evaluated file and what the viewer gives for it. */
export function expectSameMetrics(actual: Json, expected: Json): void {
  for (const [key, value] of Object.entries(expected)) {
    const tolerance = tolerances[key];
    // What the evaluator writes as null is left out by us.
    if (tolerance === undefined || value === null) expect([key, actual[key] ?? null]).toEqual([key, value]);
    else
      expect(
        Math.abs(Number(actual[key]) - Number(value)),
        `${String(expected.sample_id)} ${key}`
      ).toBeLessThanOrEqual(tolerance);
  }
}
