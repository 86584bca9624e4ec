import { expect, it } from 'vitest';
import { Engine } from '../../src/lib/engine/Engine';

it('an engine that was not started says so, whatever is asked of it', async () => {
  const engine = new Engine();
  const image = { width: 1, height: 1, rgb: new Uint8Array(3) };
  const file = { path: 'a.png', bytes: new Uint8Array(1) };
  const replies = await Promise.all([
    engine.interval(Float64Array.of(1)),
    engine.decode(file),
    engine.compare(image, image),
    engine.findRegion(image, image),
    engine.score({ reference: null, candidates: [], metricIds: [] })
  ]);
  for (const reply of replies)
    expect(reply).toMatchObject({
      ok: false,
      problem: { code: 'worker-crash', what: expect.stringContaining('start() was not called') as string }
    });
});
