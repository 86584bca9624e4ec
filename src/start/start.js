/**
 * `npm start`: installs, builds and serves the site, and prints its address last. Plain JavaScript, because the Node that runs
 * it may be older than the one that the packages bring along for the build.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { refuseNode } from './refuseNode.js';

const platform = `${process.platform}-${process.arch}`;
const bringsOwn = () => existsSync(`node_modules/node-${platform.replace('win32', 'win')}/package.json`);

/**
 * A refusal ends the command with one line.
 * @param {boolean} isInstalled
 */
function checkNode(isInstalled) {
  // Before the installation it is not known what comes along.
  const refusal = refuseNode(process.versions.node, platform, !isInstalled || bringsOwn());
  if (refusal === null) return;
  console.error(refusal);
  process.exit(1);
}

/** @param {readonly string[]} args of npm */
const startNpm = (args) =>
  spawn('npm', [...args], { shell: process.platform === 'win32', stdio: ['inherit', 'pipe', 'pipe'] });

/**
 * Its output is shown only where it fails.
 * @param {string} label
 * @param {readonly string[]} args of npm
 */
async function run(label, args) {
  const begun = Date.now();
  console.log(`${label} …`);
  const child = startNpm(args);
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code === 0) return console.log(`${label}: done in ${Math.round((Date.now() - begun) / 1000)} s`);
  console.error(output);
  console.error(`${label} failed; what it printed is above.`);
  process.exit(1);
}

/** Serves `build/` until Ctrl+C. */
function serve() {
  const child = startNpm(['run', '--silent', 'preview']);
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
    // Vite colours it, also within the address.
    const [address] = /http:\/\/localhost:\d+\/\S*/.exec(output.replaceAll(/\u001b\[\d+m/g, '')) ?? [];
    if (!address) return;
    output = '';
    console.log(`\nMedGEN-Bench viewer (Ctrl+C ends it):\n${address}`);
  });
  child.stderr.pipe(process.stderr);
  child.once('close', (code) => process.exit(code ?? 0));
  process.once('SIGTERM', () => child.kill());
}

checkNode(false);
await run('Installing', ['install', '--no-progress']);
checkNode(true);
await run('Building', ['run', 'build']);
serve();
