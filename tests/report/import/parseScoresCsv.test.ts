import { describe, expect, it } from 'vitest';
import { DataError } from '../../../src/lib/core/problem';
import { looksLikeScores, parseScoresCsv } from '../../../src/lib/report/import/parseScoresCsv';

const head =
  'sample_id,format,task,subtask,modality,ssim,em,imported:LPIPS,imported:FID,unscored,notes,file,line';
const parse = (lines: readonly string[], file = 'out/gpt_scores.csv') =>
  parseScoresCsv([head, ...lines].join('\r\n'), file);

describe('a CSV of scores', () => {
  it('is known by its first columns', () => {
    expect(['', '\ufeff'].map((mark) => looksLikeScores(mark + head))).toEqual([true, true]);
    expect(looksLikeScores('"sample_id","format","task","subtask"')).toBe(true);
    expect(['id,format,task,', 'sample_id,task,format,', `x${head}`, ''].some(looksLikeScores)).toBe(false);
  });

  it('comes back with all that it holds', () => {
    const run = parse([
      's1,edit,style-transfer,Bright,CT,0.5,,0.25,,,resized; cropped,gpt_edit.jsonl,7',
      "s2,edit,style-transfer,,,,,,,'-image missing,,,",
      '',
      "'=s3,vqa,multiple-choice,,MRI,,1,,,,,gpt_vqa.jsonl,2"
    ]);
    const base = { texts: null, damage: [], record: null };
    expect(run).toEqual({
      system: 'gpt',
      protocol: 'Official evaluator (2026), imported',
      dataset: 'Unknown: imported',
      counts: { found: 3, scored: 2, unscored: 1, missing: null },
      metrics: { ssim: 'as imported', em: 'as imported' },
      rows: [
        {
          ...base,
          sampleId: 's1',
          format: 'edit',
          task: 'style-transfer',
          subtask: 'Bright',
          modality: 'CT',
          file: 'gpt_edit.jsonl',
          line: 7,
          scores: { ssim: { value: 0.5 } },
          imported: { values: { LPIPS: 0.25 }, verdicts: {}, sources: [] },
          notes: ['resized', 'cropped'],
          unscored: null
        },
        {
          ...base,
          sampleId: 's2',
          format: 'edit',
          task: 'style-transfer',
          subtask: null,
          modality: 'unknown',
          file: '',
          line: 0,
          scores: {},
          notes: [],
          unscored: '-image missing'
        },
        {
          ...base,
          sampleId: '=s3',
          format: 'vqa',
          task: 'multiple-choice',
          subtask: null,
          modality: 'MRI',
          file: 'gpt_vqa.jsonl',
          line: 2,
          scores: { em: { value: 1 } },
          notes: [],
          unscored: null
        }
      ],
      problems: [
        {
          code: 'import-limits',
          severity: 'note',
          where: { file: 'out/gpt_scores.csv' },
          what: 'a CSV holds values only: records, texts, choices, the reasons of single metrics and their versions are not in it'
        }
      ]
    });
  });

  it('has a metric for the formats and tasks that it is for, with a value or the word that there is none', () => {
    const none = { value: null, reason: 'no value in the imported CSV; why is not in it' };
    const scoresOf = (line: string) => parse([line]).rows[0]!.scores;
    expect(scoresOf('s,edit,style-transfer,,CT, ,1,,,,,,')).toEqual({ ssim: none });
    expect(scoresOf('s,edit,style-transfer,,CT,much,,,,,,,')).toEqual({ ssim: none });
    expect(scoresOf('s,vqa,multiple-choice,,CT,0.5,,,,,,,')).toEqual({ em: none });
    expect(scoresOf('s,vqa,,,CT,0.5,1,,,,,,')).toEqual({ em: { value: 1 } });
    expect(scoresOf('s,,style-transfer,,CT,0.5,1,,,,,,')).toEqual({});
    expect(scoresOf('s,edit,tea-reading,,CT,0.5,,,,,,,')).toEqual({ ssim: { value: 0.5 } });
  });

  it('has no imported values where none is a number', () => {
    expect(parse(['s,edit,style-transfer,,CT,0.5,,n/a,,,,,']).rows[0]).not.toHaveProperty('imported');
    expect(parse(['s,edit,style-transfer,,CT,0.5,,n/a,3,,,,']).rows[0]!.imported!.values).toEqual({ FID: 3 });
  });

  it('keeps an apostrophe that guards nothing', () => {
    const ids = ["'twas", "'=1", "'+1", "'@x", "a'=b"].map((id) => parse([`${id},edit`]).rows[0]!.sampleId);
    expect(ids).toEqual(["'twas", '=1', '+1', '@x', "a'=b"]);
  });

  it('says its protocol where it has the column, and is called as its file', () => {
    const withProtocol = `${head},protocol\ns,edit,style-transfer,,CT,1,,,,,,,,Ours`;
    expect(parseScoresCsv(withProtocol, 'a.csv')).toMatchObject({ protocol: 'Ours', system: 'a' });
    expect(parse([], 'x/my.csv.scores.CSV')).toMatchObject({ system: 'my.csv.scores', rows: [] });
    expect(parseScoresCsv(`\ufeff${head}\ns,edit`, 'a.csv').rows[0]!.sampleId).toBe('s');
  });

  it('without a column that every export has is refused with its name', () => {
    const read = () => parseScoresCsv('sample_id,format,task,subtask,modality,unscored,notes\n', 'a.csv');
    expect(read).toThrow(DataError);
    expect(read).toThrow('a.csv: not a CSV of scores that this viewer wrote; got no column file, line');
    expect(() => parseScoresCsv('', 'a.csv')).toThrow('no column sample_id, format, task');
  });
});
