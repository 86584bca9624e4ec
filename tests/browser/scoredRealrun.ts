import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import type { Page } from 'puppeteer-core';
import { inject } from 'vitest';
import { dropPaths, pressScore } from './actions';
import { visit, waitForStatus, type Visit } from './openSite';
import { realrun } from './realrun';
import { readStored, type StoredEntries } from './storedDemo';

/** A browser that scored the real run on an earlier visit: its three runs are there, its files are not at hand. */
export async function visitRealrun(path: string): Promise<Visit> {
  return visit(path, await scoredRealrun());
}

/** A browser in which the real run was dropped and scored just now, from remembered scores; its files are at hand. */
export async function scoreRealrun(): Promise<Visit> {
  const { 'medgen-bench-viewer/scores': scores } = await scoredRealrun();
  const tab = await visit('score/', { 'medgen-bench-viewer/scores': scores! });
  await dropRealrun(tab.page);
  return tab;
}

/** As this build of the site scored it; a build is asked once, by the first test that starts from it. */
async function scoredRealrun(): Promise<StoredEntries> {
  const folder = inject('siteFolder');
  const file = `${folder}-realrun.json`;
  if (existsSync(file) && statSync(file).mtimeMs > statSync(`${folder}.built`).mtimeMs)
    return JSON.parse(readFileSync(file, 'utf8')) as StoredEntries;
  const tab = await visit('score/');
  await dropRealrun(tab.page);
  const stored = await readStored(tab.page);
  // Whole or not at all: another file may be looking for it.
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(stored));
  renameSync(`${file}.${process.pid}`, file);
  await tab.close();
  return stored;
}

async function dropRealrun(page: Page): Promise<void> {
  await dropPaths(page, [realrun]);
  await waitForStatus(page, /^240 predictions/);
  await pressScore(page);
  await waitForStatus(page, /^Scored 240 of 240/);
}
