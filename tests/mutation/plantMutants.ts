import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import type { Plugin } from 'vite';

/** One small change to the code that a test should notice. */
export interface Mutant {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly from: string;
  readonly to: string;
}

export interface PlantedMutants {
  readonly mutants: readonly Mutant[];
  /** Gives the tests the changed files in place of the written ones. */
  readonly plugin: Plugin;
}

const silent = { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet, fatal: quiet };
function quiet(): void {}

/** Stryker's changes of these files, all in their code at once, each behind a question whether it is switched on. */
export async function plantMutants(files: readonly string[]): Promise<PlantedMutants> {
  const written = new Map(files.map((file) => [resolve(file), readFileSync(file, 'utf8')]));
  const logger = { ...silent, isDebugEnabled: () => false } as unknown as ConstructorParameters<
    typeof Instrumenter
  >[0];
  const planted = await new Instrumenter(logger).instrument(
    [...written].map(([name, content]) => ({ name, content, mutate: true })),
    { plugins: null, excludedMutations: [], ignorers: [] }
  );
  const changed = new Map(planted.files.map(({ name, content }) => [name, askTheSwitch(content)]));
  return {
    mutants: planted.mutants
      .filter(({ status }) => status !== 'Ignored')
      .map(({ id, fileName, location: { start, end }, replacement }) => ({
        id,
        file: files.find((file) => resolve(file) === fileName)!,
        line: start.line,
        from: cut(written.get(fileName)!, start, end),
        to: replacement ?? ''
      })),
    plugin: {
      name: 'mutants',
      enforce: 'pre',
      transform: (_code, id) => changed.get(id.split('?')[0]!) ?? null
    }
  };
}

/**
 * Stryker's own switch knows one mutant a run; ours is turned on and off within one, counts the turns of loops, and knows
 * when a file is being loaded.
 */
const askTheSwitch = (content: string): string =>
  `globalThis.mutantSwitch?.load(true);
${content.replaceAll(/function (stryCov_9fa48|stryMutAct_9fa48)\b/g, 'function $1_unused')}
function stryMutAct_9fa48(id) { return globalThis.mutantSwitch?.isActive(id) ?? false; }
function stryCov_9fa48(...ids) { globalThis.mutantSwitch?.cover(ids); }
globalThis.mutantSwitch?.load(false);`;

type Position = { readonly line: number; readonly column: number };

function cut(content: string, start: Position, end: Position): string {
  const lines = content.split('\n').slice(start.line, end.line + 1);
  lines[lines.length - 1] = lines.at(-1)!.slice(0, end.column);
  lines[0] = lines[0]!.slice(start.column);
  return lines.join('\n');
}
