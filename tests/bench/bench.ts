/** `npm run bench`: every benchmark in one run, one after the other, so that none slows another down. */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

const parts = ['official', 'kernels', 'decode', 'rows', 'neural', 'weights', 'pairs', 'explore'];

console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}\n`);
for (const part of parts) {
  const { status } = spawnSync(process.execPath, [`tests/bench/${part}.bench.ts`], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
  console.log();
}
