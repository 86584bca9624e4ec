import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe'
];

/** Debian's package chromium-headless-shell: Chromium without its windows, and faster. */
const headlessShell = '/usr/bin/chromium-headless-shell';

/** The Chromium for the tests of pages: `CHROME_PATH`, else the headless shell where it is installed, else `findChromium`. */
export function findTestChromium(): string {
  return !process.env.CHROME_PATH && existsSync(headlessShell) ? headlessShell : findChromium();
}

/**
 * A whole Chromium: `CHROME_PATH`, else one that is installed, else Chrome for Testing, downloaded once into
 * node_modules/.cache.
 */
export function findChromium(): string {
  const installed = [process.env.CHROME_PATH, ...usualPlaces].find((path) => path && existsSync(path));
  return installed ?? downloadChrome();
}

function downloadChrome(): string {
  const cache = resolve('node_modules/.cache/chrome');
  console.log('No Chromium found; downloading Chrome for Testing. Set CHROME_PATH to use your own.');
  const output = execFileSync(
    process.execPath,
    [resolve('node_modules/.bin/browsers'), 'install', 'chrome@stable', '--path', cache],
    { encoding: 'utf8' }
  );
  // Prints "chrome@{version} {path}".
  const path = output.trim().split('\n').at(-1)?.replace(/^\S+ /, '');
  if (!path || !existsSync(path))
    throw new Error('Chrome for Testing could not be installed; set CHROME_PATH.');
  return path;
}
