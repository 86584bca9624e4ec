import type { Walk } from './walkSite';

const runOf: Record<string, string> = {};

/** Learns the ids of the demo's runs from the list of runs, which is open. */
export async function findRuns({ page }: Walk): Promise<void> {
  await page.waitForSelector('main table a[href*="run/#id="]');
  const links = await page.$$eval('main a[href*="run/#id="]', (nodes) =>
    nodes.map((node) => [node.textContent.trim(), (node as HTMLAnchorElement).href] as const)
  );
  for (const [system, href] of links)
    runOf[system] = new URLSearchParams(new URL(href).hash.slice(1)).get('id')!;
}

/** The address of a run, of what in it the hash says. */
export const run = (hash = '', system = 'demo-hasty'): string => `run/#id=${runOf[system]}${hash}`;
/** The address of the comparison of both runs. */
export const both = (): string => `compare/#runs=${runOf['demo-careful']},${runOf['demo-hasty']}`;
/** A sample whose pictures are all there. */
export const edit = 'demo:image_editing:demo-00000-of-00001:000005';
