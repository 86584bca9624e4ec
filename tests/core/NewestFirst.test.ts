import { describe, expect, it } from 'vitest';
import { NewestFirst } from '../../src/lib/core/NewestFirst';

/** Work that notes when it starts and ends when it is told to. */
function makeWork() {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    started.push(name);
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
  };
  const end = async (name: string) => {
    ends.get(name)!();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { started, work, end };
}

const never = new AbortController().signal;

describe('NewestFirst', () => {
  it('starts what was asked for last, at most so many at a time', async () => {
    const { started, work, end } = makeWork();
    const queue = new NewestFirst(2);
    const results = ['a', 'b', 'c', 'd'].map((name) => queue.run(work(name), never));
    expect(started).toEqual(['a', 'b']);
    await end('a');
    expect(started).toEqual(['a', 'b', 'd']);
    await end('b');
    await end('c');
    await end('d');
    expect(await Promise.all(results)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('never starts what is aborted while it waits', async () => {
    const { started, work, end } = makeWork();
    const queue = new NewestFirst(1);
    const first = queue.run(work('a'), never);
    const gone = new AbortController();
    const dropped = expect(queue.run(work('b'), gone.signal)).rejects.toThrow('scrolled away');
    gone.abort(new Error('scrolled away'));
    await dropped;
    const late = queue.run(work('c'), AbortSignal.abort(new Error('was gone before')));
    await expect(late).rejects.toThrow('was gone before');
    await end('a');
    expect(await first).toBe('a');
    expect(started).toEqual(['a']);
  });

  it('finishes what is aborted under way, and goes on after work that fails', async () => {
    const { work, end } = makeWork();
    const queue = new NewestFirst(1);
    const gone = new AbortController();
    const running = queue.run(work('a'), gone.signal);
    const failing = expect(queue.run(() => Promise.reject(new Error('broken')), never)).rejects.toThrow(
      'broken'
    );
    gone.abort();
    await end('a');
    expect(await running).toBe('a');
    await failing;
    const next = queue.run(work('b'), never);
    await end('b');
    expect(await next).toBe('b');
  });
});
