import { describe, expect, it } from 'vitest';
import { DataError } from '../../../src/lib/core/problem';
import { writeFragment } from '../../../src/lib/report/permalink/fragment';
import { readRunLink } from '../../../src/lib/report/permalink/runLink';
import { makeRandom, mutateContent, mutateFragment } from './mutateFragment';
import { runContent } from './runContent';

/** Reads a fragment; anything but a run or a refusal of ours is a defect. */
async function tryLink(fragment: string): Promise<boolean> {
  try {
    await readRunLink(fragment);
    return true;
  } catch (error) {
    if (error instanceof DataError) return false;
    throw new Error(`not refused properly: ${fragment}`, { cause: error });
  }
}

describe('fuzzed links', () => {
  it('100,000 fragments are read or refused, and nothing else happens', { timeout: 240_000 }, async () => {
    const links = await Promise.all([runContent, 'x', [1, 2, 3]].map((content) => writeFragment(content)));
    const random = makeRandom(3);
    let read = 0;
    for (let i = 0; i < 100_000; i++) if (await tryLink(mutateFragment(links, random))) read++;
    // A mutation that spares the body, e.g. one that copies a whole link.
    expect(read).toBeLessThan(10_000);
  });

  it('20,000 links with wrong content are read or refused', { timeout: 240_000 }, async () => {
    const random = makeRandom(4);
    let read = 0;
    for (let i = 0; i < 20_000; i++) {
      const content = mutateContent(runContent, random);
      if (await tryLink(await writeFragment(content as string))) read++;
    }
    expect(read).toBeGreaterThan(100);
    expect(read).toBeLessThan(19_000);
  });
});
