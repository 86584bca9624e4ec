/** `npm run fuzz [count]`: hostile input by the million, with the time and memory of the worst; a million by default. */
import { spawnSync } from 'node:child_process';

const parts = ['links'];

for (const part of parts) {
  const { status } = spawnSync(process.execPath, [`tests/fuzz/${part}.fuzz.ts`, ...process.argv.slice(2)], {
    stdio: 'inherit'
  });
  if (status !== 0) process.exitCode = 1;
}
