import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  isDescriptor,
  listModelFiles,
  parseDescriptor,
  sumModelBytes
} from '../../../src/lib/metrics/neural/descriptor';
import { golden } from './tinyModels';

const texts = {
  lpips: await readFile(golden('tiny-lpips.json'), 'utf8'),
  bert: await readFile(golden('tiny-bert.json'), 'utf8'),
  encoder: await readFile(golden('tiny-encoder.json'), 'utf8')
};

/** The description with a field changed; `undefined` takes it away. */
function change(text: string, path: string, value: unknown): string {
  const json = JSON.parse(text) as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop()!;
  const parent = names.reduce((object, name) => object[name] as Record<string, unknown>, json);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return JSON.stringify(json);
}

describe('a description', () => {
  it('is read with every field it needs', () => {
    expect(parseDescriptor(texts.bert, 'b.json')).toMatchObject({
      metric: 'bertscore',
      weights: 'random-tiny-bert',
      layer: 2,
      maxTokens: 512,
      model: { file: 'tiny-bert.onnx' },
      tokenizer: { file: 'tiny-bert.tokenizer.json' }
    });
    expect(parseDescriptor(texts.encoder, 'e.json')).toMatchObject({
      input: { resize: { shortestEdge: 56 }, crop: { width: 56, height: 56 }, filter: 'bicubic' }
    });
  });

  it('tells the size of all files before any is loaded', () => {
    const descriptor = parseDescriptor(texts.bert, 'b.json');
    expect(listModelFiles(descriptor)).toHaveLength(2);
    expect(sumModelBytes(descriptor)).toBe(
      listModelFiles(descriptor).reduce((sum, file) => sum + file.byteLength, 0)
    );
  });

  it('may lack a check and a crop', () => {
    expect(parseDescriptor(change(texts.lpips, 'check', undefined), 'l.json').check).toBeNull();
    const whole = change(change(texts.encoder, 'crop', null), 'input.resize', { width: 48, height: 32 });
    expect(parseDescriptor(change(whole, 'input.crop', null), 'e.json')).toMatchObject({
      input: { crop: null }
    });
  });

  it.each([
    [
      'format',
      'medgen-bench-viewer/model@2',
      /format is wrong; got "medgen-bench-viewer\/model@2", expected/
    ],
    ['metric', 'fid', /metric is wrong; got "fid", expected "lpips" or "bertscore" or "image-embedding"/],
    ['label', ' ', /label is wrong; got " ", expected a text that is not empty/],
    ['weights', undefined, /weights is wrong; got nothing/],
    ['weights', 'a b', /weights is wrong; got "a b", expected letters, digits/],
    ['model', 'x.onnx', /model is wrong; got "x.onnx", expected an object/],
    [
      'model.file',
      '../x.onnx',
      /model\.file is wrong; got "\.\.\/x\.onnx", expected a file name without folders/
    ],
    ['model.file', 'https://elsewhere.example/x', /model\.file is wrong/],
    ['model.file', '..', /model\.file is wrong/],
    [
      'model.byteLength',
      1.5,
      /model\.byteLength is wrong; got 1\.5, expected a whole number from 1 to 4294967296/
    ],
    ['model.sha256', 'ABC', /model\.sha256 is wrong; got "ABC", expected 64 hexadecimal digits/],
    ['check', '0.5', /check is wrong; got "0\.5", expected a number/],
    [
      'input.filter',
      'nearest',
      /input\.filter is wrong; got "nearest", expected "bicubic" or "bilinear" or "lanczos"/
    ],
    ['input.mean', [1, 2], /input\.mean is wrong; got \[1,2\], expected a list of 3 numbers/],
    ['input.std', [1, 0, 1], /input\.std is wrong; got \[1,0,1\], expected a list of 3 numbers above 0/],
    ['input.crop', null, /input\.crop is wrong; got null, expected a size, because of resize\.shortestEdge/],
    ['input.crop', { width: 57, height: 56 }, /input\.crop is wrong; .*, expected at most 56×56/]
  ])('with a wrong %s (%j) is refused', (path, value, message) => {
    expect(() => parseDescriptor(change(texts.encoder, path, value), 'e.json')).toThrow(message);
  });

  it('names its file and its field', () => {
    expect(() => parseDescriptor(change(texts.bert, 'tokenizer.file', ''), 'folder/b.json')).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({
          where: { file: 'folder/b.json', field: 'tokenizer.file' }
        }) as unknown
      })
    );
    expect(() => parseDescriptor('{', 'b.json')).toThrow(/^b\.json: not JSON/);
    expect(() => parseDescriptor('[]', 'b.json')).toThrow(/^b\.json: not the description of a model/);
  });

  it('is told from other JSON by its first field', () => {
    expect(isDescriptor(texts.lpips)).toBe(true);
    expect(isDescriptor(change(texts.lpips, 'format', 'medgen-bench-viewer/model@9'))).toBe(true);
    expect(isDescriptor('{"sample_id": "medgen-bench-viewer/model@1"}')).toBe(false);
    expect(isDescriptor('["medgen-bench-viewer/model@1"]')).toBe(false);
  });
});
