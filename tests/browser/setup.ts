import { execFileSync } from 'node:child_process';
import puppeteer from 'puppeteer-core';
import type { TestProject } from 'vitest/node';
import { findChromium } from './findChromium';
import { serveSite } from './serveSite';

declare module 'vitest' {
  interface ProvidedContext {
    siteUrl: string;
    browserEndpoint: string;
  }
}

/** The site lies below a path, as it does on GitHub Pages. */
const base = '/some-repo';

/** Builds the site, serves it, and starts one Chromium for all browser tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  execFileSync('npm', ['run', 'build'], { env: { ...process.env, BASE_PATH: base }, stdio: 'pipe' });
  const { url, server } = await serveSite('build', base);
  const browser = await puppeteer.launch({
    executablePath: findChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking'
    ]
  });
  project.provide('siteUrl', url);
  project.provide('browserEndpoint', browser.wsEndpoint());
  return async () => {
    await browser.close();
    server.close();
  };
}
