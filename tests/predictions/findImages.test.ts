import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import { DataError, formatProblem } from '../../src/lib/core/problem';
import type { Sample } from '../../src/lib/core/sample';
import { makeBlobEntry } from '../../src/lib/dataset/FileEntry';
import { FileTree } from '../../src/lib/dataset/FileTree';
import { findImages, givesBackInput, outputPathOf } from '../../src/lib/predictions/findImages';

const where = { file: 'run/m_edit.jsonl', line: 3, sampleId: 'e1' };
const at = { ...where, field: 'output_image' };
const facts = {
  sampleId: 'e1',
  format: 'edit',
  inputImages: ['in.png', 'gone.png'],
  referenceImage: 'gt.png'
} as unknown as Sample;
const dropped = ['run/in.png', 'run/gt.png', 'run/out/e1.png'];

function find(record: JsonObject, files: readonly string[] = dropped, sample: Partial<Sample> = {}) {
  const tree = new FileTree(files.map((path) => makeBlobEntry(path, new Blob([path]), 0)));
  return findImages({ ...facts, ...sample }, record, { tree, source: null }, where);
}

function refuse(...[record, files, sample]: Parameters<typeof find>) {
  try {
    find(record, files, sample);
  } catch (error) {
    if (error instanceof DataError) return error.problem;
    throw error;
  }
  return null;
}

const own = { output_image: 'out/e1.png' };

describe('the images that a prediction is scored by', () => {
  it('are its output and the reference', () => {
    const { output, warnings } = find(own);
    expect([output?.entry.path, output?.via, warnings]).toEqual(['run/out/e1.png', 'beside', []]);
  });

  it('are none of a format without images', () => {
    expect(find({}, [], { format: 'vqa' })).toEqual({ output: null, warnings: [] });
  });

  it('are the first of several outputs, with a warning', () => {
    const { output, warnings } = find({ output_image: ['out/e1.png', 'out/e2.png'] });
    expect(output?.entry.path).toBe('run/out/e1.png');
    expect(warnings).toEqual([
      {
        code: 'output-images',
        severity: 'warning',
        where: at,
        what: 'output_image is a list of 2 images; only the first is scored',
        got: '"out/e1.png"',
        expected: 'one image a sample'
      }
    ]);
  });

  it('may lie in folders of other names, with a warning each', () => {
    const moved = { output_image: '/data/gpt/e1.png' };
    const { warnings } = find(moved, ['run/in.png', 'final/e1.png', 'refs/gt.png'], {
      referenceImage: '/data/medgen/gt.png'
    });
    expect(warnings).toEqual(
      [
        ['output_image', 'final/e1.png'],
        ['ground_truth_image', 'refs/gt.png']
      ].map(([field, path]) => ({
        code: 'image-moved',
        severity: 'warning',
        where: { ...where, field },
        what: `${field} is not in the folder that its path names; the one file that fits is used`,
        got: `"${path}"`
      }))
    );
  });

  it('are there where a system reports an error and has an image all the same', () => {
    expect(find({ ...own, error: 'late' }).output?.entry.path).toBe('run/out/e1.png');
  });
});

describe('an image that is not found', () => {
  it.each<[what: string, record: JsonObject, problem: object]>([
    [
      'of a system that failed',
      { output_image: 'Error: out of memory', error: 'timeout' },
      {
        code: 'system-error',
        what: 'the system failed on sample "e1"',
        got: '"timeout"',
        expected: 'an output image'
      }
    ],
    [
      'of no path, with one that is called as the sample',
      {},
      {
        code: 'image-unnamed',
        what: 'no output_image of sample "e1"',
        got: 'no path',
        expected: 'the path of an image (perhaps run/out/e1.png)'
      }
    ],
    [
      'of a path that leads nowhere',
      { output_image: 'out/e2.png' },
      {
        code: 'image-missing',
        what: 'missing output_image of sample "e1"',
        got: '"out/e2.png"',
        expected: 'a file of the drop'
      }
    ],
    [
      'of another ending',
      { output_image: 'out/e1.jpg' },
      { code: 'image-missing', expected: 'a file of the drop (the nearest is run/out/e1.png)' }
    ],
    [
      'of a text',
      { output_image: 'x'.repeat(1025) },
      {
        code: 'image-text',
        what: 'output_image of sample "e1" is neither a path nor an image in base64',
        expected: 'the path of an image of the drop, or the whole image in base64'
      }
    ],
    ['of a long path', { output_image: 'x'.repeat(1024) }, { code: 'image-missing' }],
    ['of an address with data', { output_image: ' DATA:image/png,x' }, { code: 'image-text' }],
    ['of an address of data elsewhere', { output_image: 'my data:image' }, { code: 'image-missing' }]
  ])('is refused with its field: %s', (_, record, problem) => {
    expect(refuse(record)).toMatchObject({ severity: 'error', where: at, ...problem });
  });

  it.each(['nii', 'nii.gz', 'dcm', 'DICOM', 'nrrd', 'mha', 'mhd', 'heic', 'heif '])(
    'would not be scored as .%s, either',
    (ending) => {
      expect(refuse({ output_image: `out/x.${ending}` })!.expected).toBe(
        'a file of the drop, as PNG: volumes, DICOM and HEIC are not scored'
      );
    }
  );

  it.each(['nii.png', 'mhz', 'heix', 'dcm.x'])('might be scored as .%s', (ending) => {
    expect(refuse({ output_image: `out/x.${ending}` })!.expected).toBe('a file of the drop');
  });

  it('may be the reference', () => {
    expect(refuse(own, ['run/out/e1.png'])).toMatchObject({
      code: 'image-missing',
      where: { ...where, field: 'ground_truth_image' },
      what: 'missing ground_truth_image of sample "e1"'
    });
    expect(refuse(own, dropped, { referenceImage: null })).toMatchObject({
      code: 'image-unnamed',
      expected: 'the path of an image'
    });
  });

  it('may be one of several', () => {
    expect(refuse({ output_image: 'x.png' }, ['a/x.png', 'b/x.png', 'run/gt.png'])).toMatchObject({
      code: 'image-ambiguous',
      where: at,
      what: 'output_image of sample "e1" could be one of several files: a/x.png, b/x.png',
      got: '"x.png"',
      expected: 'a path that fits one file'
    });
  });
});

describe('an output that fits an image of its sample alone', () => {
  const data = ['data/in.png', 'data/gt.png'];
  const sample = { inputImages: ['nowhere.png', '../data/in.png'], referenceImage: '../data/gt.png' };

  it.each([
    ['out/gt.png', 'reference', 'data/gt.png'],
    ['out/in.png', 'input', 'data/in.png']
  ])('is refused: %s', (path, role, entry) => {
    expect(refuse({ output_image: path }, data, sample)).toEqual({
      code: 'image-of-sample',
      severity: 'error',
      where: at,
      what: `the only file that fits output_image of sample "e1" is the sample's own ${role}`,
      got: `"${path}", which fits ${entry}`,
      expected: "the output (drop the folder of the system's images, too)"
    });
  });

  it('is scored where its own path leads there', () => {
    for (const path of ['../data/in.png', '../data/gt.png'])
      expect(find({ output_image: path }, data, sample)).toMatchObject({ warnings: [] });
  });

  it('is the input that the system gave back, where its record says so', () => {
    const path = '/home/me/data/in.png';
    const { output, warnings } = find({ output_image: path, input_images: [path] }, data, {
      ...sample,
      inputImages: [path]
    });
    expect(output?.entry.path).toBe('data/in.png');
    expect(warnings).toEqual([
      {
        code: 'output-is-input',
        severity: 'note',
        where: at,
        what: 'output_image and the input are one file, which is scored as the output',
        got: `"${path}"`
      }
    ]);
  });

  it.each<[record: JsonObject, isBack: boolean]>([
    [{ output_image: 'a.png', input_image: 'a.png' }, true],
    [{ output_image: ['a.png'], input_images: ['b.png', 'a.png'] }, true],
    [{ output_image: 'a.png', input_image: 'b.png' }, false],
    [{ output_image: '', input_image: '' }, false],
    [{ input_image: 'a.png' }, false]
  ])('is given back in %j: %s', (record, isBack) => {
    expect(givesBackInput(record)).toBe(isBack);
    expect(outputPathOf(record)).toBe(record['output_image'] ? 'a.png' : null);
  });
});

it('a problem with an image names its place', () => {
  expect(formatProblem(refuse({ output_image: 'out/e2.png' })!)).toBe(
    'run/m_edit.jsonl:3: missing output_image of sample "e1"; got "out/e2.png", expected a file of the drop'
  );
});
