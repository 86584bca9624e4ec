import puppeteer, { type Browser } from 'puppeteer-core';
import { inject } from 'vitest';

let browser: Promise<Browser> | undefined;

/**
 * The browser of the process that runs a test file, by the one connection that all its tests share. To the browser each
 * connection is a debugger of every page and every worker: a second one that goes takes with it what the first emulates,
 * and a worker that waits for both never starts.
 */
export function connect(): Promise<Browser> {
  const endpoints = inject('browserEndpoints');
  const place = Number(process.env.VITEST_POOL_ID) % endpoints.length;
  browser ??= puppeteer.connect({ browserWSEndpoint: endpoints[place]! });
  return browser;
}
