import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/lib/core/json';
import { makeBlobEntry } from '../../src/lib/dataset/FileEntry';
import { Pacer } from '../../src/lib/dataset/Pacer';
import { takeInlineImages } from '../../src/lib/predictions/inlineImages';

const entry = makeBlobEntry('run/m_edit.jsonl', new Blob(['x']), 5);
/** The base64 of bytes that begin like a file of this kind, longer than words are. */
const encode = (head: string) => Buffer.from(head.padEnd(48, '\0'), 'latin1').toString('base64');
const png = encode('\x89PNG\r\n\x1a\n\0');

async function take(record: JsonObject) {
  const problem = { code: 'x', severity: 'error', where: {}, what: 'x' } as const;
  const rows = [
    { line: 1, problem },
    { line: 7, record }
  ];
  const file = await takeInlineImages({ path: entry.path, rows, pythonNumberRows: 0 }, entry, new Pacer());
  expect(file.rows[0]).toBe(rows[0]);
  const taken = file.rows[1]!;
  return { record: 'record' in taken ? taken.record : null, images: file.images, isSame: taken === rows[1] };
}

const own = async (field: string, value: JsonValue) => {
  const { record, images } = await take({ [field]: value });
  return [record![field], images.map(({ path }) => path.replace('run/m_edit.jsonl/2/', ''))];
};

describe('images inside of records', () => {
  it.each([
    ['png', '\x89PNG\r\n\x1a\n\0'],
    ['jpg', '\xff\xd8\xff\xe0'],
    ['webp', 'RIFF\0\0\0\0WEBP'],
    ['gif', 'GIF89a'],
    ['tif', 'II*\0\0\0'],
    ['tif', 'MM\0*\0\0']
  ])('are files of the drop, named in their place: %s', async (ending, head) => {
    const { record, images } = await take({ sample_id: 'e1', output_image: encode(head) });
    expect(record).toEqual({ sample_id: 'e1', output_image: `m_edit.jsonl/2/output_image.${ending}` });
    expect(images.map(({ path, modifiedMs }) => [path, modifiedMs])).toEqual([
      [`run/m_edit.jsonl/2/output_image.${ending}`, 5]
    ]);
    expect(Buffer.from(await images[0]!.read()).toString('base64')).toBe(encode(head));
  });

  const placed = ['m_edit.jsonl/2/output_image.png', ['output_image.png']];

  it.each<[what: string, value: JsonValue]>([
    ['base64', png],
    ['a data: URL', `data:image/png;base64,${png}`],
    ['a data: URL with spaces around it', ` DATA:image/png;base64, ${png} \n`],
    ['bytes', { bytes: png }],
    ['bytes and a path', { bytes: png, path: 'a.png' }],
    ['bytes under another name', { b64_json: png, revised_prompt: 'x' }],
    ['base64 with its kind', { base64: png, format: 'png' }],
    ['data with a name', { data: png, filename: 'a.png' }],
    ['an object in an object', { image_url: { url: `data:image/png;base64,${png}` } }]
  ])('may be %s', async (_, value) => expect(await own('output_image', value)).toEqual(placed));

  it('may be several, in lists and lists in lists', async () => {
    const expected = [
      ['m_edit.jsonl/2/output_images.png', 'm_edit.jsonl/2/output_images1.png', 'c.png'],
      ['output_images.png', 'output_images1.png']
    ];
    expect(await own('output_images', [png, { bytes: png }, 'c.png'])).toEqual(expected);
    expect(await own('output_images', [[png, { b64_json: png }], 'c.png'])).toEqual(expected);
  });

  it('may lie in any field, where they look like one', async () => {
    expect(await own('result', png)).toEqual(['m_edit.jsonl/2/result.png', ['result.png']]);
    expect(await own('result', ['x', { bytes: png, path: null }])).toEqual([
      ['x', 'm_edit.jsonl/2/result1.png'],
      ['result1.png']
    ]);
    expect(await own('result', `data:;base64,${png}`)).toEqual(['m_edit.jsonl/2/result.png', ['result.png']]);
  });

  it('of no known kind are files all the same where they are said to be images', async () => {
    const base64 = encode('who knows');
    for (const value of [`data:image/x;base64,${base64}`, { bytes: base64 }])
      expect(await own('image', value)).toEqual(['m_edit.jsonl/2/image.image', ['image.image']]);
  });
});

describe('what is no image', () => {
  it.each<[field: string, value: JsonValue]>([
    ['response', 'iVBORw0KGgo is how a PNG begins'],
    ['response', png.slice(0, 63)],
    ['response', encode('BM')],
    ['response', `see data:image/png;base64,${png}`],
    ['response', `data:text/plain;base64,${png}`],
    ['response', 7],
    ['response', null],
    ['metadata', { bytes: png, path: 'a.png', n: 1 }],
    ['metadata', {}],
    ['metadata', [{ b64_json: png }]],
    ['output_image', 'out/e1.png'],
    ['output_image', null]
  ])('stays as it is, and so does its row: %s %j', async (field, value) => {
    const record = { [field]: value };
    expect(await take(record)).toEqual({ record, images: [], isSame: true });
  });

  it.each<[what: string, value: JsonValue, path: JsonValue]>([
    ['a path', { bytes: null, path: 'a.png' }, 'a.png'],
    ['an address', { url: 'https://x.org/a.png', type: 'image' }, 'https://x.org/a.png'],
    ['a path where the bytes are broken', { bytes: '!', path: 'a.png' }, 'a.png'],
    ['a path beside broken data', { data: '!', filename: 'a.png' }, 'a.png'],
    ['nothing that is known', { n: 1 }, { n: 1 }],
    ['broken bytes', { bytes: '!', path: 7 }, { bytes: '!', path: 7 }],
    ['an empty object', {}, {}],
    ['nothing in a list', [null, 7], [null, 7]]
  ])('is named by %s', async (_, value, path) => {
    expect(await own('output_image', value)).toEqual([path, []]);
  });

  it('of exactly 64 letters is long enough to be an image', async () => {
    expect(png).toHaveLength(64);
    expect(await own('x', png)).toEqual(['m_edit.jsonl/2/x.png', ['x.png']]);
  });
});
