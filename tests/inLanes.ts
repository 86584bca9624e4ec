/**
 * `node tests/inLanes.ts a,b c`: npm scripts in lanes that run side by side, those of a lane one after another, each with its
 * output in one piece. Ends with status 1 where one failed, after all have ended.
 */
import { spawn } from 'node:child_process';

interface Outcome {
  readonly script: string;
  readonly isGood: boolean;
  readonly seconds: number;
}

async function runScript(script: string): Promise<Outcome> {
  const startedMs = performance.now();
  const child = spawn('npm', ['run', '--silent', script], { shell: process.platform === 'win32' });
  const pieces: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => pieces.push(piece));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  console.log(`\n> ${script}\n${Buffer.concat(pieces).toString().trimEnd()}`);
  return { script, isGood: code === 0, seconds: (performance.now() - startedMs) / 1000 };
}

async function runLane(scripts: readonly string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const script of scripts) outcomes.push(await runScript(script));
  return outcomes;
}

const lanes = process.argv.slice(2).map((lane) => lane.split(','));
const outcomes = (await Promise.all(lanes.map(runLane))).flat();
console.log('');
for (const { script, isGood, seconds } of outcomes)
  console.log(`${isGood ? 'passed' : 'FAILED'}  ${script}, ${seconds.toFixed(0)} s`);
if (outcomes.some(({ isGood }) => !isGood)) process.exitCode = 1;
