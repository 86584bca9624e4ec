/**
 * `npm run mutate -- stats run/scoreRun`: changes the code of rooms or files, one small change at a time, and tells which
 * changes the fast tests of those rooms find. Without arguments all rooms that a number depends on, one after another.
 * The changes are Stryker's; all are planted in the code at once, and each test runs once for each that it reaches and that
 * nothing has found yet. What was not found: `coverage/mutation/<name>.txt`. `--every=4` tries every fourth change alone.
 */
import { existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { sveltekit } from '@sveltejs/kit/vite';
import { BaseSequencer, startVitest, type TestSpecification } from 'vitest/node';
import type { MutantsOfFile } from './MutantRunner.ts';
import { plantMutants, type Mutant, type PlantedMutants } from './plantMutants.ts';

const allRooms = ['run', 'engine', 'stats', 'predictions', 'report', 'judge', 'experts'];

/** Where the tests of a room lie beside its own folder: reading is tested in `predictions`, models in `metrics`. */
const alsoTestedIn: Readonly<Record<string, readonly string[]>> = {
  run: ['predictions'],
  engine: ['metrics/neural'],
  predictions: ['run', 'cases'],
  report: ['experts']
};

/** Percentages of found changes; below, the command fails. */
const wanted = (room: string): number => (['run', 'engine', 'stats'].includes(room) ? 80 : 70);

const args = process.argv.slice(2);
const apart = Number(args.find((arg) => arg.startsWith('--every='))?.slice(8) ?? 1);

type Outcome = 'found' | 'endless' | 'missed' | 'unreached' | 'outside';

interface TriedMutant extends Mutant {
  readonly outcome: Outcome;
}

/** The fast ones first: what they find, the slow ones need not look for. */
class FastFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).reverse();
  }
}

async function mutate(target: string): Promise<boolean> {
  const room = target.split('/')[0]!;
  const path = `src/lib/${target}`;
  const files = existsSync(`${path}.ts`) ? [`${path}.ts`] : globSync(`${path}/**/*.ts`).sort();
  const planted = await plantMutants(files);
  const tried = judge(planted.mutants, await runTests([room, ...(alsoTestedIn[room] ?? [])], planted));
  for (const file of files)
    console.log(
      summarise(
        file,
        tried.filter((mutant) => mutant.file === file)
      ).words
    );
  const { words, percent } = summarise(target, tried);
  const sampled =
    apart === 1 ? '' : `; a sample, 95 % interval ± ${spread(percent, tried.length).toFixed(1)}`;
  console.log(`${words}${sampled}; wanted ${wanted(room)} %`);
  writeMissed(target, tried);
  return percent >= wanted(room);
}

/** Of a percentage of n, by the normal distribution. */
const spread = (percent: number, n: number): number => 1.96 * Math.sqrt((percent * (100 - percent)) / n);

/** What the tests in these folders say, a file of them at a time. */
async function runTests(
  folders: readonly string[],
  { plugin }: PlantedMutants
): Promise<readonly MutantsOfFile[]> {
  const vitest = await startVitest(
    [],
    {
      config: false,
      include: folders.map((folder) => `tests/${folder}/**/*.test.ts`),
      runner: 'tests/mutation/MutantRunner.ts',
      globalSetup: ['tests/temporaryFolder.ts'],
      provide: { isThorough: false, mutantsApart: apart },
      environment: 'node',
      // One process for all, which remembers what was found.
      isolate: false,
      // Kept modules would be those without changes, or with others.
      fsModuleCache: false,
      maxWorkers: 1,
      sequence: { sequencer: FastFirst },
      watch: false,
      silent: true,
      unstubGlobals: true,
      unstubEnvs: true,
      testTimeout: 30_000,
      // Changed code leaves promises behind that nobody waits for.
      dangerouslyIgnoreUnhandledErrors: true
    },
    { plugins: [sveltekit(), plugin] }
  );
  const said = vitest.state.getTestModules().flatMap((module) => module.meta().mutants ?? []);
  await vitest.close();
  return said;
}

function judge(mutants: readonly Mutant[], said: readonly MutantsOfFile[]): readonly TriedMutant[] {
  const collect = (key: keyof MutantsOfFile) => new Set(said.flatMap((file) => file[key]));
  const [found, endless, reached, outside] = [
    collect('found'),
    collect('endless'),
    collect('reached'),
    collect('outside')
  ];
  for (const test of collect('unrepeatable'))
    console.log(`finds nothing, because it does not pass twice: ${test}`);
  for (const test of collect('unasked')) console.log(`was too slow to be asked for all: ${test}`);
  const judgeOne = ({ id }: Mutant): Outcome => {
    if (found.has(id)) return endless.has(id) ? 'endless' : 'found';
    if (reached.has(id)) return 'missed';
    return outside.has(id) ? 'outside' : 'unreached';
  };
  return mutants
    .filter(({ id }) => Number(id) % apart === 0)
    .map((mutant) => ({ ...mutant, outcome: judgeOne(mutant) }));
}

/** What is run only when a file is loaded is not counted: it cannot be switched then. */
function summarise(name: string, mutants: readonly TriedMutant[]): { words: string; percent: number } {
  const count = (outcome: Outcome) => mutants.filter((mutant) => mutant.outcome === outcome).length;
  const found = count('found') + count('endless');
  const all = mutants.length - count('outside');
  const percent = all === 0 ? 100 : (100 * found) / all;
  const words = [
    `${name}: ${percent.toFixed(1)} % of ${all} changes found, ${count('endless')} of them by their loops`,
    `${count('missed')} not noticed, ${count('unreached')} not run`
  ].join('; ');
  return { words, percent };
}

function writeMissed(target: string, mutants: readonly TriedMutant[]): void {
  const lines = mutants
    .filter(({ outcome }) => outcome === 'missed' || outcome === 'unreached')
    .map(
      ({ file, line, from, to, outcome }) =>
        `${file}:${line + 1} ${outcome}: ${brief(from)}  →  ${brief(to)}\n`
    );
  mkdirSync('coverage/mutation', { recursive: true });
  writeFileSync(`coverage/mutation/${target.replaceAll('/', '-')}.txt`, lines.join(''));
}

const brief = (code: string): string => {
  const line = code.replaceAll(/\s+/g, ' ');
  return line.length <= 120 ? line : `${line.slice(0, 80)} … ${line.slice(-30)}`;
};

const targets = args.filter((arg) => !arg.startsWith('--'));
let isGood = true;
for (const target of targets.length > 0 ? targets : allRooms) isGood = (await mutate(target)) && isGood;
process.exitCode = isGood ? 0 : 1;
