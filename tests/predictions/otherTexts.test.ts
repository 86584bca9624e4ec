import { describe, expect, it } from 'vitest';
import { FileTree } from '../../src/lib/dataset/FileTree';
import { Pacer } from '../../src/lib/dataset/Pacer';
import { readRecords } from '../../src/lib/predictions/readRecords';
import { sniffEntries } from '../../src/lib/predictions/sniffEntries';
import { dropFile, jsonl } from '../dataset/dropFiles';
import { read } from './readAndSay';
import { images, predictions, sampleOf, vqaRecord } from './records';

const answer = (sample_id: string) => ({ sample_id, response: 'a' });
const data = [
  predictions('data/vqa.jsonl', sampleOf(vqaRecord('v1')), sampleOf(vqaRecord('v2'))),
  ...images().map(({ path, file }) => ({ path: `data/${path}`, file }))
];

describe('a text of another kind', () => {
  const lines = jsonl([answer('v1'), answer('v2')]);
  const utf32 = (text: string, isBig: boolean) => {
    const bytes = new DataView(new ArrayBuffer(text.length * 4));
    [...text].forEach((letter, i) => bytes.setUint32(i * 4, letter.codePointAt(0)!, !isBig));
    return new Uint8Array(bytes.buffer);
  };

  it.each([
    ['big', `\ufeff${lines}`, true],
    ['little', `\ufeff${lines}`, false],
    ['little, without a mark', lines, false],
    ['big, without a mark', lines, true]
  ])('in UTF-32 is one problem: %s', async (_, text, isBig) => {
    const { rows, errors } = await read(...data, dropFile('m_vqa.jsonl', utf32(text, isBig)));
    expect(rows).toEqual({});
    expect(errors[0]).toContain('m_vqa.jsonl: the text is in UTF-32');
  });

  it('has comments left out, and says so; a record separator before each record is none of it', async () => {
    const text = `# mine\n\x1e${lines.replaceAll('}\n{', '}\n // and\n\x1e{')}`;
    const { rows, errors, warnings } = await read(...data, dropFile('m_vqa.jsonl', text));
    expect(rows).toEqual({ m: ['v1', 'v2'] });
    expect(errors).toEqual([]);
    expect(warnings).toContain(
      'm_vqa.jsonl: lines that begin with # or // are no records, and are left out: 2'
    );
  });

  it.each([
    ['BZ2', 'm_vqa.jsonl', 'BZh91AY&SY'],
    ['XZ', 'm_vqa.csv', '\xfd7zXZ\0'],
    ['ZSTD', 'm_vqa.json', '\x28\xb5\x2f\xfd'],
    ['7Z', 'run.zip', '7z\xbc\xaf\x27\x1c'],
    ['RAR', 'run.zip', 'Rar!\x1a\x07'],
    ['TXZ', 'run.txz', 'x']
  ])('that is packed is named by what it is: %s', async (kind, path, head) => {
    const { rows, errors } = await read(...data, dropFile(path, new Uint8Array(Buffer.from(head, 'latin1'))));
    expect(rows).toEqual({});
    expect(errors[0]).toBe(
      `${path}: this kind of archive is not opened; got ${kind}, expected ZIP, TAR, TAR.GZ or a folder`
    );
  });

  it('that is empty is not even opened', async () => {
    const entry = {
      path: 'm_vqa.jsonl',
      sizeBytes: 0,
      modifiedMs: 0,
      read: () => Promise.reject(new Error('opened'))
    };
    const pacer = new Pacer();
    const { texts } = await sniffEntries(new FileTree([entry]), pacer);
    const file = await readRecords(texts[0]!, { pacer, onBytes: () => undefined });
    expect(file.rows).toEqual([]);
  });
});
