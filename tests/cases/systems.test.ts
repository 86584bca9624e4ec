import { describe, expect, it } from 'vitest';
import type { DroppedFile } from '../../src/lib/dataset/openFiles';
import type { Drop } from '../../src/lib/predictions/drop';
import {
  noChoices,
  renameSystem,
  splitSystem,
  type FileChoices
} from '../../src/lib/predictions/fileChoices';
import { matchFiles } from '../../src/lib/run/matchFiles';
import { runSteps } from '../../src/lib/core/runSteps';
import { readDrop } from '../predictions/readDrop';
import { images, predictions, vqaRecord } from '../predictions/records';
import { openCase } from './openCase';

/** By system: its files, and what its rows answer. */
function describeSystems({ systems }: Drop) {
  return Object.fromEntries(
    systems.map(({ system, files, rows }) => [
      system,
      {
        files: files.map(({ path }) => path.split('/').slice(-2).join('/')),
        answers: rows.map((row) =>
          row.status === 'ready' ? `${row.prediction.sample.sampleId} ${row.prediction.response}` : row.reason
        )
      }
    ])
  );
}

const nodule = 'v2 A small nodule in the right lobe.';

describe('two models whose files have one name', () => {
  it('in two folders are two systems, named by the folders', async () => {
    expect(describeSystems(await readDrop(openCase('same_name_disjoint')))).toEqual({
      gpt: { files: ['gpt/predictions.jsonl'], answers: ['v0 B', 'v1 right'] },
      llava: { files: ['llava/predictions.jsonl'], answers: [nodule] }
    });
  });

  it('keep their rows, also those in which a system failed', async () => {
    expect(describeSystems(await readDrop(openCase('same_name_error_row')))).toEqual({
      gpt: { files: ['gpt/predictions.jsonl'], answers: ['v0 B', 'v1 Error: timeout', nodule] },
      llava: { files: ['llava/predictions.jsonl'], answers: ['v0 B', 'v1 right', nodule] }
    });
  });

  it('in two ZIPs are two systems, named by the ZIPs', async () => {
    const { gpt, llava, ...others } = describeSystems(await readDrop(openCase('two_zips')));
    expect(gpt?.files).toEqual(['gpt.zip/predictions.jsonl']);
    expect(llava?.files).toEqual(['llava.zip/predictions.jsonl']);
    expect(others).toEqual({});
  });

  const twice = (...paths: string[]): Promise<Drop> =>
    readDrop([...paths.map((path) => predictions(path, vqaRecord('v1'))), ...images()]);

  it.each([
    [
      ['a/m_vqa.jsonl', 'b/m_vqa.jsonl'],
      ['m (a)', 'm (b)']
    ],
    [
      ['m_vqa.jsonl', 'b/m_vqa.jsonl'],
      ['m (b)', 'm']
    ],
    [
      ['x/gpt/run/predictions.jsonl', 'x/llava/run/predictions.jsonl'],
      ['gpt', 'llava']
    ],
    [
      ['gpt/out.jsonl', 'gpt.zip/out.jsonl'],
      ['out (gpt.zip)', 'out (gpt)']
    ],
    [
      ['m_vqa.jsonl', 'm_vqa.json'],
      ['m', 'm (m_vqa.jsonl)']
    ],
    [
      ['m_vqa.jsonl', 'm_vqa (1).jsonl'],
      ['m', 'm (m_vqa.jsonl)']
    ],
    [
      ['m.jsonl', 'M.jsonl'],
      ['M', 'm (m.jsonl)']
    ],
    [
      ['runs/gpt/vqa.jsonl', 'runs/llava/vqa.jsonl'],
      ['gpt', 'llava']
    ]
  ])('%j that answer the same samples are %j', async (paths, names) => {
    const { systems } = await twice(...paths);
    expect(systems.map(({ system }) => system)).toEqual(names);
    expect(systems.map(({ rows }) => rows.map(({ status }) => status))).toEqual([['ready'], ['ready']]);
  });
});

describe('files of one model', () => {
  it('written in parts are one system', async () => {
    expect(describeSystems(await readDrop(openCase('parts')))).toEqual({
      m: {
        files: ['pred/m_vqa_part0.jsonl', 'pred/m_vqa_part1.jsonl'],
        answers: ['v0 B', 'v1 right', nodule]
      }
    });
  });

  it('with the format written in other words are one system', async () => {
    const { m, ...others } = describeSystems(await readDrop(openCase('fmt_aliases')));
    expect(m?.files).toEqual(['pred/m-vqa.jsonl', 'pred/m_editing.jsonl', 'pred/m_generation.jsonl']);
    expect(m?.answers).toHaveLength(9);
    expect(others).toEqual({});
  });

  const parted = (...paths: string[]): Promise<Drop> =>
    readDrop([...paths.map((path, i) => predictions(path, vqaRecord(`v${i}`))), ...images()]);

  it.each([
    [['m_vqa-00000-of-00002.jsonl', 'm_vqa-00001-of-00002.jsonl']],
    [['m_vqa.jsonl', 'm_vqa (1).jsonl', 'm_vqa (2).jsonl']],
    [['M_vqa.jsonl', 'm_VQA.json']],
    [['run/rank0/m.jsonl', 'run/rank1/m.jsonl']],
    [['run/vqa/m.jsonl', 'run/edit/m.jsonl']]
  ])('%j are one system', async (paths) => {
    const { systems } = await parted(...paths);
    expect(systems.map(({ files, rows }) => [files.length, rows.length])).toEqual([
      [paths.length, paths.length]
    ]);
  });

  it('in numbered parts that repeat a sample are one system all the same; the first row is scored', async () => {
    const drop = await readDrop([
      predictions('m_part0.jsonl', vqaRecord('v1', { response: 'E', error: 'timeout' }), vqaRecord('v2')),
      predictions('m_part1.jsonl', vqaRecord('v3'), vqaRecord('v1', { response: 'Other.' })),
      ...images()
    ]);
    expect(describeSystems(drop)).toEqual({
      m: {
        files: ['m_part0.jsonl', 'm_part1.jsonl'],
        answers: [
          'v1 E',
          'v2 A nodule.',
          'v3 A nodule.',
          'm_part1.jsonl:2: a second prediction for sample "v1"; got m_part1.jsonl:2, expected only m_part0.jsonl:1, which is scored'
        ]
      }
    });
  });
});

describe('scores computed elsewhere', () => {
  const plain = predictions('runs/gpt/predictions.jsonl', vqaRecord('v1'));

  it('of a namesake never go to another system', async () => {
    const drop = await readDrop([
      plain,
      predictions('runs/llava/predictions_local_metrics.jsonl', { sample_id: 'v1', BLEU: 0.5 }),
      ...images()
    ]);
    expect(drop.systems[0]!.rows[0]!.imported).toBeUndefined();
    expect(drop.problems.map(({ code }) => code)).toContain('imported-unmatched');
  });

  it('with other answers are another system', async () => {
    const drop = await readDrop([
      plain,
      predictions(
        'runs/llava/predictions_local_metrics.jsonl',
        vqaRecord('v1', { BLEU: 0.5, response: 'Else.' })
      ),
      ...images()
    ]);
    expect(describeSystems(drop)).toMatchObject({
      gpt: { answers: ['v1 A nodule.'] },
      llava: { answers: ['v1 Else.'] }
    });
  });

  it('of answers that were given before a second run are not used', async () => {
    const drop = await readDrop([
      predictions('gpt_vqa.jsonl', vqaRecord('v1'), vqaRecord('v2')),
      predictions(
        'gpt_vqa_local_metrics.jsonl',
        vqaRecord('v1', { BLEU: 0.5 }),
        vqaRecord('v2', { BLEU: 0.25, response: 'Earlier.' })
      ),
      ...images()
    ]);
    expect(drop.systems[0]!.rows.map(({ imported }) => imported?.values)).toEqual([{ BLEU: 0.5 }, undefined]);
    expect(drop.problems.filter(({ severity }) => severity === 'warning').map(({ what }) => what)).toContain(
      '1 imported record not used, because "gpt" answers otherwise: v2'
    );
  });
});

describe('what the person says of systems', () => {
  const rematch = ({ contents }: Drop, choices: FileChoices): Promise<Drop> =>
    runSteps(matchFiles(contents, { choices }), () => undefined);

  const files: DroppedFile[] = [
    predictions('a_vqa.jsonl', vqaRecord('v1')),
    predictions('b_vqa.jsonl', vqaRecord('v1', { response: 'Other.' }), vqaRecord('v2')),
    ...images()
  ];

  it('gives a system its name', async () => {
    const drop = await readDrop(files);
    const renamed = await rematch(drop, renameSystem(noChoices, drop.systems, 'a', 'GPT 5'));
    expect(renamed.systems.map(({ system }) => system)).toEqual(['GPT 5', 'b']);
  });

  it('joins two systems; no row of one completes or replaces a row of the other', async () => {
    const drop = await readDrop(files);
    const joined = await rematch(drop, renameSystem(noChoices, drop.systems, 'a', 'b'));
    expect(describeSystems(joined)).toEqual({
      b: {
        files: ['a_vqa.jsonl', 'b_vqa.jsonl'],
        answers: [
          'v1 A nodule.',
          'b_vqa.jsonl:1: a second prediction for sample "v1"; got b_vqa.jsonl:1, expected only a_vqa.jsonl:1, which is scored',
          'v2 A nodule.'
        ]
      }
    });
  });

  it('splits a system into its files, and joins them again', async () => {
    const drop = await readDrop(openCase('parts'));
    const choices = splitSystem(noChoices, drop.systems, 'm');
    const split = await rematch(drop, choices);
    expect(split.systems.map(({ system, rows }) => [system, rows.length])).toEqual([
      ['m_vqa_part0', 2],
      ['m_vqa_part1', 1]
    ]);
    const again = await rematch(split, renameSystem(choices, split.systems, 'm_vqa_part1', 'm_vqa_part0'));
    expect(again.systems.map(({ rows }) => rows.length)).toEqual([3]);
  });
});
