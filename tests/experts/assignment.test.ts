import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/lib/core/sample';
import { drawSample, shuffleItems } from '../../src/lib/experts/drawSample';
import { makeAssignment, planSample } from '../../src/lib/experts/makeAssignment';
import { findOutputs, listRunOutputs } from '../../src/lib/experts/outputs';
import { parseAssignment } from '../../src/lib/experts/parseAssignment';
import { toAssignmentJson } from '../../src/lib/report/ratings';
import { makeRow } from '../stats/rows';
import { makeOutputs } from './outputs';

const options = {
  title: 'Pilot',
  createdAt: '2026-03-01T10:00:00.000Z',
  scale: 10,
  showsReference: true,
  perTask: 3,
  seed: 7,
  salt: 'a salt of at least 16'
} as const;

const systems = ['GPT-Image', 'bagel'];
const outputs = systems.map((system) =>
  makeOutputs(system, { 'multiple-choice': 10, 'style-transfer': 5, 'disease-prediction': 2 })
);

const anySeed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const anyCandidates = fc
  .record({
    'style-transfer': fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 40 }),
    'report-generation': fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 40 })
  })
  .map((byTask) => new Map(Object.entries(byTask) as [Task, string[]][]));

describe('a drawn sample', () => {
  it('has n samples of every task, or all where there are fewer, none twice', () => {
    fc.assert(
      fc.property(anyCandidates, anySeed, fc.nat(50), (candidates, seed, perTask) => {
        const strata = drawSample(candidates, perTask, seed);
        for (const { task, available, sampleIds } of strata) {
          expect(sampleIds).toHaveLength(Math.min(perTask, available));
          expect(new Set(sampleIds).size).toBe(sampleIds.length);
          expect(candidates.get(task)).toEqual(expect.arrayContaining([...sampleIds]));
        }
      })
    );
  });

  it('is the same for the same seed, whatever the order of the candidates and the other tasks', () => {
    fc.assert(
      fc.property(anyCandidates, anySeed, (candidates, seed) => {
        const turned = new Map([...candidates].reverse().map(([task, ids]) => [task, ids.toReversed()]));
        expect(drawSample(turned, 5, seed)).toEqual(drawSample(candidates, 5, seed));
        const alone = new Map([['style-transfer', candidates.get('style-transfer') ?? []]] as const);
        const [stratum] = drawSample(alone, 5, seed);
        if (stratum) expect(drawSample(candidates, 5, seed)).toContainEqual(stratum);
      })
    );
  });

  it('is another one for another seed', () => {
    const ids = Array.from({ length: 200 }, (_, index) => String(index));
    const draw = (seed: number) => drawSample(new Map([['style-transfer', ids]]), 30, seed)[0]!.sampleIds;
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('draws every sample equally often, and puts every item equally often first', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const drawn = { a: 0, b: 0, c: 0, d: 0, e: 0 } as Record<string, number>;
    const first = { ...drawn };
    for (let seed = 0; seed < 5000; seed++) {
      for (const id of drawSample(new Map([['style-transfer', ids]]), 2, seed)[0]!.sampleIds) drawn[id]!++;
      first[shuffleItems(ids, seed)[0]!]!++;
    }
    // Five standard deviations of a binomial: 2000 ± 173 and 1000 ± 141.
    for (const id of ids) {
      expect(Math.abs(drawn[id]! - 2000)).toBeLessThan(173);
      expect(Math.abs(first[id]! - 1000)).toBeLessThan(141);
    }
  });

  it('is of the samples that all systems have; the others are counted', () => {
    const short = makeOutputs('bagel', { 'multiple-choice': 4 });
    const { strata, left } = planSample([outputs[0]!, short], 30, 1);
    expect(strata).toMatchObject([{ task: 'multiple-choice', available: 4 }]);
    expect(left).toBe(13);
  });

  it('refuses a seed that is no whole number below 2³²', () => {
    expect(() => drawSample(new Map([['style-transfer', ['a']]]), 1, -1)).toThrow('whole number');
    expect(() => drawSample(new Map([['style-transfer', ['a']]]), 1, 2 ** 32)).toThrow('whole number');
  });
});

describe('an assignment', () => {
  it('has one item a sample and system, in random order', async () => {
    const { items } = await makeAssignment(outputs, options);
    expect(items).toHaveLength(2 * (3 + 3 + 2));
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    expect(items.map(({ task }) => task)).not.toEqual(items.map(({ task }) => task).sort());
  });

  it('names no system, no file and no response; the ids of one system have nothing in common', async () => {
    const assignment = await makeAssignment(outputs, options);
    const { text } = toAssignmentJson(assignment);
    for (const system of systems) expect(text.toLowerCase()).not.toContain(system.toLowerCase());
    expect(text).not.toContain('Finding');
    expect(text).not.toContain('jsonl');
    expect(new Set(assignment.items.map(({ id }) => id)).size).toBe(16);
  });

  it('does not depend on the order of the runs', async () => {
    expect(await makeAssignment(outputs.toReversed(), options)).toEqual(
      await makeAssignment(outputs, options)
    );
  });

  it('puts the systems in an order of its own under another salt', async () => {
    const order = async (salt: string) => {
      const { items } = await makeAssignment(outputs, { ...options, salt });
      const { found } = await findOutputs({ salt, items }, outputs.flat());
      return items.map(({ id }) => found.get(id)!.system);
    };
    expect(await order('one salt of 16 signs')).not.toEqual(await order('two salts of 16 signs'));
  });

  it('finds its outputs again among files that have them, and says which changed', async () => {
    const assignment = await makeAssignment(outputs, options);
    const strangers = makeOutputs('stranger', { 'multiple-choice': 10 });
    const { found, changed } = await findOutputs(assignment, [...strangers, ...outputs.flat()]);
    expect(found.size).toBe(assignment.items.length);
    expect(changed.size).toBe(0);
    const rewritten = outputs
      .flat()
      .map((output) => ({ ...output, record: { ...output.record, response: 'else' } }));
    const later = await findOutputs(assignment, rewritten);
    expect(later.found.size).toBe(0);
    expect(later.changed.size).toBe(assignment.items.length);
    expect((await findOutputs(assignment, [...rewritten, ...outputs.flat()])).changed.size).toBe(0);
  });

  it('comes back from its file as it was', async () => {
    const assignment = await makeAssignment(outputs, options);
    const { text, name } = toAssignmentJson(assignment);
    expect(name).toBe('Pilot_assignment.json');
    expect(await parseAssignment(`\uFEFF${text}`, name)).toEqual(assignment);
  });

  it('is refused when anything in it was changed, and the place is named', async () => {
    const { text } = toAssignmentJson(await makeAssignment(outputs, options));
    const refusal = (from: string | RegExp, to: string) => parseAssignment(text.replace(from, to), 'a.json');
    await expect(refusal('"scale": 10', '"scale": 5')).rejects.toThrow('was changed after it was made');
    await expect(refusal('"scale": 10', '"scale": 7')).rejects.toThrow('its scale does not fit; got 7');
    await expect(refusal('"style-transfer"', '"styling"')).rejects.toThrow(
      /its items\.\d+\.task does not fit/
    );
    await expect(refusal('assignment/1', 'assignment/2')).rejects.toThrow('its schema does not fit');
    await expect(refusal('{', '')).rejects.toThrow('a.json: the file is no JSON');
  });
});

describe('the outputs of a run that can be rated', () => {
  it('are the scored ones that are alone with their sample', () => {
    const record = { response: 'x' };
    const rows = [
      makeRow({ sampleId: 'one', record }),
      makeRow({ sampleId: 'twice', record }),
      makeRow({ sampleId: 'twice', record }),
      makeRow({ sampleId: 'broken', record, unscored: 'no image' }),
      makeRow({ sampleId: 'unread' })
    ];
    expect(listRunOutputs({ system: 'a', rows }).map(({ sampleId }) => sampleId)).toEqual(['one']);
  });
});
