import { describe, expect, it } from 'vitest';
import type { Candidate } from '../../src/lib/engine/api';
import { scoreTask } from '../../src/lib/engine/scoreTask';
import type { ImageDecoder } from '../../src/lib/images/ImageDecoder';
import { makeDecoder } from '../images/codecFiles';
import { composeChunks, idat, iend, ihdr, makeRows, type Chunk } from '../images/makePng';
import { loadKernels } from '../kernels/loadKernels';

const kernels = await loadKernels();
const decoder = await makeDecoder([]);
const official = ['psnr', 'ssim', 'bleu', 'em'];

const say = (
  response: string,
  answer: unknown,
  task: Candidate['task'],
  choices: readonly string[] = []
): Candidate => ({
  task,
  image: null,
  text: { response, answer: answer as NonNullable<Candidate['text']>['answer'] },
  choices
});

const score = (candidates: readonly Candidate[], ids: readonly string[] = official) =>
  scoreTask({ reference: null, candidates, metricIds: ids }, { kernels, decoder });

/** A small picture, the checksum of whose data may be wrong. */
function png(path: string, isDamaged = false) {
  const [name, data] = idat(makeRows(12, 48));
  const chunk: Chunk = isDamaged ? [name, data, 7] : [name, data];
  return { path, bytes: new Uint8Array(composeChunks([ihdr(16, 12), chunk, iend])) };
}

const edited = (image: Candidate['image']): Candidate => ({
  task: 'style-transfer',
  image,
  text: null,
  choices: []
});

describe('scoring texts', () => {
  it('gives the text metrics alone, and the texts as they were compared', async () => {
    const options = ['A. left lung', 'B. heart'];
    const [free, closed] = await score([
      say('  a   b c d ', 'a b c d', 'question-answering'),
      say('Final answer: B', 'B', 'multiple-choice', options)
    ]);
    expect(free).toEqual({
      scores: { bleu: { value: 1 } },
      texts: { response: 'a b c d', answer: 'a b c d', parsed: null },
      notes: [],
      damage: [],
      unscored: null
    });
    expect(closed!.scores['em']).toEqual({ value: 1 });
    expect(closed!.texts).toMatchObject({
      answer: 'b. heart',
      parsed: { status: 'parsed', answer: 'b. heart' }
    });
    expect(Object.keys(closed!.scores)).toEqual(['bleu', 'em']);
  });

  it('counts an answer that cannot be parsed as scored: it is NA, not missing', async () => {
    const [scored] = await score([
      say('I cannot tell this from one view', 'B', 'multiple-choice', ['A. x', 'B. y'])
    ]);
    expect(scored!.scores['em']).toMatchObject({ value: null, na: true });
    expect(scored!.unscored).toBeNull();
  });

  it('has both tiers of a sample with an image and a text', async () => {
    const both = { ...say('a b c d', 'a b c d', 'disease-prediction'), image: png('out.png') };
    const task = { reference: png('ref.png'), candidates: [both], metricIds: official };
    const [scored] = await scoreTask(task, { kernels, decoder });
    expect(scored).toMatchObject({
      scores: { psnr: { value: 100 }, ssim: { value: 1 }, bleu: { value: 1 } },
      referenceSize: { width: 16, height: 12 },
      texts: { response: 'a b c d' },
      unscored: null
    });
  });
});

describe('scoring images', () => {
  const against = (reference: ReturnType<typeof png>, image: ReturnType<typeof png>, ids = ['psnr', 'mae']) =>
    scoreTask({ reference, candidates: [edited(image)], metricIds: ids }, { kernels, decoder });

  it('says which file is no image, and gives no metric of it a value', async () => {
    const broken = { path: 'bad.png', bytes: new Uint8Array(40) };
    const [output] = await against(png('ref.png'), broken);
    const [reference] = await against(broken, png('out.png'));
    for (const scored of [output!, reference!]) {
      expect(scored.unscored).toMatch(/^bad\.png: /);
      const empty = { value: null, reason: scored.unscored };
      expect(scored).toMatchObject({
        scores: { psnr: empty, mae: empty },
        texts: null,
        notes: [],
        damage: []
      });
    }
    expect(output).toHaveProperty('referenceSize');
    expect(reference).not.toHaveProperty('referenceSize');
  });

  it('says what is damaged, in which role', async () => {
    const [scored] = await against(png('ref.png', true), png('out.png', true));
    expect(scored!.damage).toEqual([
      expect.stringMatching(/^reference ref\.png is damaged: /),
      expect.stringMatching(/^output out\.png is damaged: /)
    ]);
    expect(scored!.scores['psnr']).toEqual({ value: 100 });
    expect(scored!.unscored).toBeNull();
  });

  it('says that the region cannot be known where the reference cannot be read', async () => {
    const input = { image: png('in.png') };
    const candidate = { ...edited(png('out.png')), task: 'anatomical-annotation' as const, input };
    const broken = { path: 'bad.png', bytes: new Uint8Array(40) };
    const task = { reference: broken, candidates: [candidate], metricIds: ['psnr', 'region-fidelity-psnr'] };
    const [scored] = await scoreTask(task, { kernels, decoder });
    expect(scored!.scores['region-fidelity-psnr']).toMatchObject({ value: null });
  });

  it('does not take a trap of a decoder for a bad file', async () => {
    const trapping = {
      decode: () => Promise.reject(new WebAssembly.RuntimeError('unreachable'))
    } as unknown as ImageDecoder;
    const task = { reference: png('ref.png'), candidates: [edited(png('out.png'))], metricIds: ['psnr'] };
    await expect(scoreTask(task, { kernels, decoder: trapping })).rejects.toThrow('unreachable');
  });

  it('shows every reference and output that could be decoded, no input', async () => {
    const shown: string[] = [];
    const input = { image: png('in.png') };
    const candidate = { ...edited(png('out.png')), task: 'anatomical-annotation' as const, input };
    await scoreTask(
      { reference: png('ref.png'), candidates: [candidate], metricIds: ['psnr', 'region-fidelity-psnr'] },
      { kernels, decoder, ondecoded: (path) => shown.push(path) }
    );
    expect(shown).toEqual(['ref.png', 'out.png']);
  });
});
