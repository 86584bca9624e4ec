import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Score } from '../../src/lib/core/score';
import type { Comparison } from '../../src/lib/metrics/neural/comparison';
import { descriptorFormat, parseDescriptor } from '../../src/lib/metrics/neural/descriptor';
import { describeNeuralMetric, identifyModel } from '../../src/lib/metrics/neural/meta';
import { drawImage } from '../../src/lib/metrics/neural/modelCheck';
import { prepareModel } from '../../src/lib/models/prepareModel';
import { openModel } from '../metrics/neural/tinyModels';
import { openTwin } from '../weights/twins';
import { writeSharedAlexnet } from '../weights/writeAlexnet';
import { publishTwin } from './publishTwin';

interface Sides {
  readonly width: number;
  readonly height: number;
  readonly kind: number;
}

interface Golden {
  readonly candidate: Sides;
  readonly reference: Sides;
  readonly value: number;
  readonly response: string;
  readonly answer: string;
  readonly f1: number;
}

/** Both sides compute in 32 bits; the networks are so narrow that one rounding weighs much. */
const tolerance = 1e-5;

async function readCases(name: string): Promise<readonly Golden[]> {
  const file = new URL(`../golden/weights/${name}`, import.meta.url);
  return (JSON.parse(await readFile(file, 'utf8')) as { cases: readonly Golden[] }).cases;
}

const draw = ({ width, height, kind }: Sides) => drawImage(width, height, kind);

function makeComparison({ candidate, reference, response, answer }: Golden): Comparison {
  if (response !== undefined) return { kind: 'text', response, reference: answer };
  return { kind: 'image', candidate: draw(candidate), reference: draw(reference) };
}

function expectClose(score: Score, expected: number): void {
  if (score.value === null) throw new Error(score.reason);
  expect(Math.abs(score.value - expected)).toBeLessThan(tolerance);
}

const bert = 'bert/pytorch_model.bin';

describe.each([
  ['lpips 0.1.4', 'lpips.json', 'alexnet-zip.pth', []],
  ['lpips 0.1.4', 'lpips.json', 'alexnet-stream.pth', []],
  ['bert-score 0.3.13', 'bertscore.json', bert, ['bert/config.json', 'bert/tokenizer.json']],
  ['bert-score 0.3.13', 'bertscore.json', bert, ['bert/config.json', 'bert/vocab.txt']],
  [
    'transformers',
    'imageEmbedding.json',
    'dinov2/model.safetensors',
    ['dinov2/config.json', 'dinov2/preprocessor_config.json']
  ]
] as const)('%s (%s) from %s and %j', async (_, golden, weights, companions) => {
  const cases = await readCases(golden);
  const model = await prepareModel(await publishTwin(weights, companions));
  // The twin of BERT has one layer more than bert-score was asked for.
  const descriptor =
    model.descriptor.metric === 'bertscore' ? { ...model.descriptor, layer: 2 } : model.descriptor;
  const compare = await openModel({ ...model, descriptor });

  it.each(cases.map((expected, i) => [i, expected] as const))('is that of case %i', async (__, expected) => {
    expectClose(await compare(makeComparison(expected)), expected.value ?? expected.f1);
  });

  it('has a description that can be written and read', () => {
    const text = JSON.stringify({ format: descriptorFormat, ...model.descriptor });
    expect(parseDescriptor(text, 'model.json')).toEqual(model.descriptor);
  });
});

describe('the vocabulary of an encoder', () => {
  const words = async (change: (lines: string[]) => string[]): Promise<string> => {
    const text = await (await openTwin('bert/vocab.txt')).blob.text();
    return change(text.trimEnd().split('\n')).join('\n');
  };

  /** BERT in a folder, its config beside it, and the vocabulary in that folder or another. */
  const publish = async (name: string, vocabulary: string) => {
    const files = await publishTwin(bert, ['bert/config.json']);
    const companion = { name, blob: new Blob([vocabulary]) };
    return prepareModel({ ...files, companions: [...files.companions, companion] });
  };

  it.each([
    ['one word less', (lines: string[]) => lines.slice(1), 162],
    ['one word more', (lines: string[]) => [...lines, 'another'], 164]
  ])('with %s is refused as that of another', async (_, change, count) => {
    await expect(publish('vocab.txt', await words(change))).rejects.toThrow(
      `vocab.txt is the vocabulary of another encoder; got ${count} words for an embedding of 163 rows`
    );
  });

  it('is counted in a tokenizer.json with the words that were added to it', async () => {
    const text = await (await openTwin('bert/tokenizer.json')).blob.text();
    const json = JSON.parse(text) as { added_tokens: { id: number }[] };
    json.added_tokens.push({ ...json.added_tokens[0]!, id: 163 });
    await expect(publish('tokenizer.json', JSON.stringify(json))).rejects.toThrow('164 words');
  });

  it('is said to be perhaps another where it did not come with the weights', async () => {
    const text = await words((lines) => lines);
    const alone = await publish('vocab.txt', text);
    expect(identifyModel(alone.descriptor).source).toBe(
      'a dropped file; whether the vocabulary is of the same encoder cannot be known'
    );
    expect(identifyModel((await publish('bert/vocab.txt', text)).descriptor).source).toBe('a dropped file');
  });
});

describe('published weights', () => {
  it('whose tensors share their bytes are not written out', async () => {
    const files = await publishTwin('alexnet-stream.pth');
    const heads = { name: 'alex.pth', blob: await openAsBlob('src/lib/models/lpips/alex.pth') };
    const weights = { name: 'shared.pth', blob: writeSharedAlexnet() };
    await expect(prepareModel({ ...files, heads, weights })).rejects.toThrow(
      /share their bytes; got 9\d{6} bytes/
    );
  });

  it('keep of their file what the metric reads, and no more', async () => {
    const { model } = await prepareModel(await publishTwin('alexnet-stream.pth'));
    const header = await model.slice(0, 2000).text();
    expect(header).toContain('features.10.bias');
    expect(header).toContain('lin4.model.1.weight');
    expect(header).not.toContain('classifier');
  });

  it('that nobody knows are named in the result', async () => {
    const { descriptor } = await prepareModel(await publishTwin('alexnet-zip.pth'));
    const { sha256, isKnown } = identifyModel(descriptor);
    expect(isKnown).toBe(false);
    expect(describeNeuralMetric(descriptor).variant).toContain(`weights sha256 ${sha256.slice(0, 12)}`);
    expect(describeNeuralMetric(descriptor).officialKey).toBeNull();
  });

  it('claim no origin but the one that they were loaded from', async () => {
    const repository = 'microsoft/BiomedNLP-PubMedBERT-base-uncased-abstract';
    const official = 'official-bert/model.safetensors';
    const small = ['official-bert/config.json', 'official-bert/vocab.txt'];
    const files = await publishTwin(official, small, repository);
    const dropped = identifyModel((await prepareModel(files)).descriptor);
    expect(dropped.source).toBe(`a file that is taken for ${repository}, which no hash here proves`);
    expect(dropped.licence).toBe('MIT, if they are what they are taken for');
    const address = `https://huggingface.co/${repository}`;
    const loaded = identifyModel((await prepareModel({ ...files, address })).descriptor);
    expect([loaded.source, loaded.licence]).toEqual([address, 'MIT']);
    const alexnet = await prepareModel(await publishTwin('alexnet-zip.pth'));
    expect(alexnet.descriptor.source).toMatch(/taken for torchvision’s AlexNet, and whose hash is another$/);
  });

  it.each([
    'microsoft/BiomedNLP-PubMedBERT-base-uncased-abstract',
    'microsoft/BiomedNLP-BiomedBERT-base-uncased-abstract'
  ])('of %s give the official BERTScore', async (repository) => {
    const files = await publishTwin(bert, ['bert/config.json', 'bert/vocab.txt'], repository);
    await expect(prepareModel(files)).rejects.toThrow('encoder.layer.3');
    const official = { ...(await prepareModel({ ...files, repository: 'someone/else' })).descriptor };
    expect(describeNeuralMetric(official).id).toBe('bertscore:else:3');
  });

  it.each([
    [bert, ['bert/config.json'], 'vocab.txt or tokenizer.json'],
    [bert, ['bert/vocab.txt'], 'config.json too'],
    ['heads.pth', [], 'alexnet-owt-7be5be79.pth'],
    ['odd-zip.pth', [], 'not used here; got 11 tensors, the first of them packed'],
    ['bert/config.json', [], 'a JSON file']
  ])('%s with %j say what is missing or what they are', async (weights, companions, message) => {
    await expect(prepareModel(await publishTwin(weights, companions))).rejects.toThrow(message);
  });
});
