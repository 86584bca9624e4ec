import { describe, expect, it } from 'vitest';
import { runSteps } from '../../src/lib/core/runSteps';
import { yieldNotes } from '../../src/lib/core/yieldNotes';

const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

describe('notes of work', () => {
  it('are yielded while it goes on; of several at once the latest', async () => {
    const notes: string[] = [];
    const result = await runSteps(
      yieldNotes(async (tell) => {
        tell('a');
        tell('b');
        await turn();
        tell('c');
        await turn();
        return 7;
      }),
      (note) => notes.push(note)
    );
    expect([notes, result]).toEqual([['b', 'c'], 7]);
  });

  it('told last are not lost, and work may tell nothing', async () => {
    const notes: string[] = [];
    const last = yieldNotes(async (tell) => {
      await turn();
      tell('end');
      return 1;
    });
    expect(await runSteps(last, (note) => notes.push(note))).toBe(1);
    expect(notes).toEqual(['end']);
    expect(
      await runSteps(
        yieldNotes(() => Promise.resolve(2)),
        (note) => notes.push(note)
      )
    ).toBe(2);
    expect(notes).toEqual(['end']);
  });

  it('end with its error', async () => {
    const work = yieldNotes(async (tell) => {
      tell('x');
      await turn();
      throw new Error('broken');
    });
    await expect(runSteps(work, () => undefined)).rejects.toThrow('broken');
  });
});
