import { describe, expect, it } from 'vitest';
import type { Format, Prediction, Sample } from '../../../src/lib/core/sample';
import { FileTree } from '../../../src/lib/dataset/FileTree';
import type { Drop, PredictionRow } from '../../../src/lib/predictions/drop';
import { countDrop, countReady } from '../../../src/lib/ui/intake/countDrop';

const makeSample = (format: Format): Sample => ({ format }) as unknown as Sample;

const ready = (format: Format): PredictionRow => ({
  status: 'ready',
  prediction: { sample: makeSample(format) } as unknown as Prediction
});

const unscored = (format: Format | null): PredictionRow => ({
  status: 'unscored',
  place: {},
  record: null,
  sampleId: null,
  format,
  task: null,
  reason: 'broken'
});

const drop: Drop = {
  contents: {
    dropped: new FileTree([]),
    others: [],
    tree: new FileTree([]),
    files: [],
    shards: [],
    problems: []
  },
  tree: new FileTree([]),
  fields: [],
  idMatches: [],
  systems: [
    {
      system: 'a',
      files: [],
      rows: [ready('vqa'), ready('vqa'), unscored('vqa'), unscored(null), ready('edit')]
    }
  ],
  source: null,
  samples: new Map([
    ['x', makeSample('edit')],
    ['y', makeSample('generate')]
  ]),
  sampleFiles: new Map(),
  missing: new Map([['a', ['x', 'y']]]),
  problems: []
};

describe('the counts of a drop', () => {
  it('are by system and format, broken lines of no format apart', () => {
    expect(countDrop(drop)).toEqual([
      {
        system: 'a',
        byFormat: {
          vqa: { found: 3, ready: 2, missing: 0 },
          edit: { found: 1, ready: 1, missing: 1 },
          generate: { found: 0, ready: 0, missing: 1 }
        },
        unknown: { found: 1, ready: 0, missing: 0 }
      }
    ]);
  });

  it('say how many can be scored', () => {
    expect(countReady(drop)).toBe(3);
  });
});
