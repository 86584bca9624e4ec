/**
 * Sorting and filtering 119,000 rows of a run and the pairs of two: processor time of the main thread, and how many times
 * that the plain way of doing it takes: `node tests/bench/rows.bench.ts`. Both start from rows that came out
 * of the browser's store, and the mean of several turns counts; the first sort by a column includes reading and ordering it.
 */
import { deserialize, serialize } from 'node:v8';
import { registerHooks } from 'node:module';

// Sources import one another without the extension, as bundlers want it; plain Node needs it.
registerHooks({
  resolve(specifier, context, next) {
    const isExtensionless = specifier.startsWith('.') && !/\.\w+$/.test(specifier);
    return next(isExtensionless ? `${specifier}.ts` : specifier, context);
  }
});
const { formatNames } = await import('../../src/lib/benchmark/formats.ts');
const { modalityNames } = await import('../../src/lib/benchmark/modalities.ts');
const { taskNames, tasks } = await import('../../src/lib/benchmark/tasks.ts');
const { psnr } = await import('../../src/lib/metrics/image/psnr.ts');
const { AlignedRuns } = await import('../../src/lib/stats/comparison/AlignedRuns.ts');
const { pairColumns } = await import('../../src/lib/stats/comparison/pairColumns.ts');
const { allPairs, pairSortKeys, readPairs } = await import('../../src/lib/query/pairTable.ts');
const { allRows, keyRows, makeRowTable, readRowsAhead, toRowOrder, toRowQuery } =
  await import('../../src/lib/query/rowTable.ts');
const { orderPairsPlainly } = await import('../query/orderPairsPlainly.ts');
const { selectPlainly } = await import('../query/selectPlainly.ts');
const { makeManyRows } = await import('./manyRows.ts');

const rowCount = 119_000;
const turns = 5;
const kinds = {
  tasks: taskNames.map((task) => ({ task, format: tasks[task].format })),
  modalities: modalityNames
};
const mean = (values: readonly number[]): number => values.reduce((sum, ms) => sum + ms, 0) / values.length;

/** Other processes and the collector's threads do not count. */
function measureMs(act: () => unknown): number {
  const before = process.threadCpuUsage();
  act();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

function report(title: string, ours: readonly number[], plain: readonly number[]): void {
  const [ms, plainMs] = [mean(ours), mean(plain)];
  const ratio = plainMs / ms;
  const most = Math.max(...ours);
  console.log(
    `  ${title.padEnd(30)} ${ms.toFixed(1).padStart(6)} ms (at most ${most.toFixed(1).padStart(5)})` +
      `   plain ${plainMs.toFixed(1).padStart(7)} ms   ${ratio.toFixed(0).padStart(4)} ×`
  );
}

const rows = deserialize(serialize(makeManyRows(rowCount, kinds))) as ReturnType<typeof makeManyRows>;
const keyed = keyRows(rows);
const repeat = (act: () => number): number[] => Array.from({ length: turns }, act);

console.log(`${rowCount.toLocaleString('en')} rows, processor time of the main thread, mean of ${turns}`);
const metricIds = Object.keys(rows[0]!.scores);
const tables = Array.from({ length: turns }, () => makeRowTable(keyed));
for (const table of tables) await readRowsAhead(table, metricIds, new AbortController().signal);
for (const key of ['sample', 'format', 'task', 'modality', 'psnr', 'mae']) {
  const sort = { key, descending: true };
  const ours = tables.map((table) => measureMs(() => table.select(toRowQuery(allRows), toRowOrder(sort))));
  report(
    `sort by ${key}`,
    ours,
    repeat(() => measureMs(() => selectPlainly(keyed, allRows, sort)))
  );
}
const filters = {
  'filter by format': { format: 'edit' },
  'filter by task and modality': { task: taskNames[0]!, modality: 'CT' },
  'filter by status': { status: 'noted' },
  'filter by range': { range: { metric: 'psnr', from: 10, to: 20 } },
  'search for a word': { search: 'nodule' },
  'search for what nobody wrote': { search: 'lesson' }
} as const;
const byPsnr = { key: 'psnr', descending: true };
for (const [title, chosen] of Object.entries(filters)) {
  const filter = { ...allRows, ...chosen };
  const ours = tables.map((table) => measureMs(() => table.select(toRowQuery(filter), toRowOrder(byPsnr))));
  report(
    `${title}, sorted`,
    ours,
    repeat(() => measureMs(() => selectPlainly(keyed, filter, byPsnr)))
  );
}

const other = makeManyRows(rowCount, kinds).map((row, at) => ({
  ...row,
  scores: rows[(at * 7) % rowCount]!.scores
}));
const table = new AlignedRuns([rows, other]);
const metric = { ...psnr.meta, formats: formatNames };
const places = Uint32Array.from(table.samples.keys());
const pairs = pairColumns(table.readColumn(0, metric), table.readColumn(1, metric), places);
console.log(`\n${pairs.places.length.toLocaleString('en')} pairs`);
for (const key of pairSortKeys) {
  const sort = { key, descending: true };
  const ours = repeat(() => measureMs(() => readPairs(table.samples, pairs)(allPairs, sort)));
  const plain = repeat(() => measureMs(() => orderPairsPlainly(table.samples, pairs, allPairs, sort)));
  report(`sort by ${key}`, ours, plain);
}
