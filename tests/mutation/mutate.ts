/**
 * `npm run mutate -- stats run/scoreRun`: changes the code of rooms or files, one small change at a time, and tells which
 * changes the fast tests of those rooms find. Without arguments all rooms that a number depends on, one after another,
 * which takes hours. Reports: `coverage/mutation/<name>.html` and `.json`.
 */
import { existsSync } from 'node:fs';
import { Stryker } from '@stryker-mutator/core';

const allRooms = ['run', 'engine', 'stats', 'predictions', 'report', 'judge', 'experts'];

/** Where the tests of a room lie beside its own folder: reading is tested in `predictions`, models in `metrics`. */
const alsoTestedIn: Readonly<Record<string, readonly string[]>> = {
  run: ['predictions'],
  engine: ['metrics/neural'],
  predictions: ['run', 'cases']
};

/** Percentages of found changes; below, the command fails. */
const wanted = (room: string): number => (['run', 'engine', 'stats'].includes(room) ? 80 : 70);

async function mutate(target: string): Promise<boolean> {
  const [room] = target.split('/');
  const path = `src/lib/${target}`;
  const name = target.replaceAll('/', '-');
  process.env.MUTATED_ROOMS = [room!, ...(alsoTestedIn[room!] ?? [])].join();
  const results = await new Stryker({
    mutate: existsSync(`${path}.ts`) ? [`${path}.ts`] : [`${path}/**/*.ts`],
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'tests/mutation/vitest.config.ts', related: false },
    coverageAnalysis: 'perTest',
    // What runs once, when a module is loaded, would need every test anew for each change.
    ignoreStatic: true,
    concurrency: 2,
    // A loop without an end is found by its turns; a busy machine must not look like one.
    timeoutMS: 30_000,
    timeoutFactor: 4,
    tempDirName: 'coverage/mutation/work',
    // Else what a failed run leaves there is checked with the rest.
    cleanTempDir: 'always',
    ignorePatterns: ['/build', '/static/demo/home', '/static/models', '/coverage'],
    incremental: true,
    incrementalFile: `coverage/mutation/${name}.known.json`,
    reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
    htmlReporter: { fileName: `coverage/mutation/${name}.html` },
    jsonReporter: { fileName: `coverage/mutation/${name}.json` },
    clearTextReporter: { reportTests: false, allowColor: false },
    allowEmpty: true
  }).runMutationTest();
  const count = (...statuses: readonly string[]): number =>
    results.filter(({ status }) => statuses.includes(status)).length;
  const killed = count('Killed', 'Timeout');
  // What cannot even be loaded is no change that a test could miss.
  const counted = killed + count('Survived', 'NoCoverage');
  const percent = (100 * killed) / counted;
  console.log(`${target}: ${percent.toFixed(1)} % of ${counted} changes found, wanted ${wanted(room!)} %`);
  return percent >= wanted(room!);
}

const targets = process.argv.slice(2);
let isGood = true;
for (const target of targets.length > 0 ? targets : allRooms) isGood = (await mutate(target)) && isGood;
if (!isGood) process.exitCode = 1;
