import { expect, it } from 'vitest';
import { emptyPicture } from '../../src/demo/drawing/picture';
import { encodePng } from '../../src/demo/output/png';
import { Engine } from '../../src/lib/engine/Engine';
import { compileKernels } from '../kernels/loadKernels';

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

it('an engine that has decoded a very large image says that it is not to be used again', async () => {
  const engine = new Engine();
  await engine.start(await compileKernels());
  const makeFile = (side: number) => ({
    path: 'a.png',
    bytes: Uint8Array.from(encodePng(emptyPicture({ width: side, height: side }, 1, 80)))
  });
  const replies = [await engine.preview(makeFile(8), 4), await engine.preview(makeFile(8200), 4)];
  expect(replies).toMatchObject([{ ok: true }, { ok: true, isSpent: true }]);
  expect(replies[0]).not.toHaveProperty('isSpent');
  const task = { reference: makeFile(8), candidates: [], metricIds: [] };
  expect(await engine.score(task)).toMatchObject({ ok: true, isSpent: true });
});
