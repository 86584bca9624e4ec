import { describe, expect, inject, it } from 'vitest';
import { DataError } from '../../../src/lib/core/problem';
import { writeFragment } from '../../../src/lib/report/permalink/fragment';
import { readRunLink } from '../../../src/lib/report/permalink/runLink';
import { makeRandom, mutateContent, mutateFragment } from './mutateFragment';
import { runContent } from './runContent';

/** A hundred thousand at night and before a release; a sample of them in every run of the tests. */
const count = inject('isThorough') ? 100_000 : 5_000;

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
  it(`${count} fragments are read or refused, and nothing else happens`, async () => {
    const links = await Promise.all([runContent, 'x', [1, 2, 3]].map((content) => writeFragment(content)));
    const random = makeRandom(3);
    let read = 0;
    for (let i = 0; i < count; i++) if (await tryLink(mutateFragment(links, random))) read++;
    // A mutation that spares the body, e.g. one that copies a whole link.
    expect(read).toBeLessThan(count / 10);
  });

  it(`${count / 5} links with wrong content are read or refused`, async () => {
    const random = makeRandom(4);
    let read = 0;
    for (let i = 0; i < count / 5; i++) {
      const content = mutateContent(runContent, random);
      if (await tryLink(await writeFragment(content as string))) read++;
    }
    expect(read).toBeGreaterThan(count / 1000);
    expect(read).toBeLessThan(0.95 * (count / 5));
  });
});
