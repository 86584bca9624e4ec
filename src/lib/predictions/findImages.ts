import { formats } from '../benchmark/formats';
import type { JsonObject } from '../core/json';
import { DataError, type Place, type Problem } from '../core/problem';
import type { Sample } from '../core/sample';
import type { Located } from '../dataset/FileTree';
import { locateImage, resolveImage, type ImagePlaces } from '../dataset/locateImage';
import { pathsOf } from '../dataset/parseSample';
import { quote, quoteSome } from './quote';

export type FoundImage = Extract<Located, { status: 'found' }>;

export interface FoundImages {
  /** Null for a format without images. */
  readonly output: FoundImage | null;
  readonly warnings: readonly Problem[];
}

/** The path of a record's output image. */
export function outputPathOf(record: JsonObject): string | null {
  return pathsOf(record['output_image'])[0] ?? null;
}

/** Whether the record itself names its input as its output, as of a system that changes nothing. */
export function givesBackInput(record: JsonObject): boolean {
  const output = outputPathOf(record);
  const inputs = [...pathsOf(record['input_image']), ...pathsOf(record['input_images'])];
  return output !== null && inputs.includes(output);
}

/**
 * Finds the two images that a prediction is scored by.
 * @throws DataError that names the field and the path, when one is not there or it is not clear which it is
 */
export function findImages(
  sample: Sample,
  record: JsonObject,
  places: ImagePlaces,
  where: Place
): FoundImages {
  if (!formats[sample.format].hasImage) return { output: null, warnings: [] };
  const find = (path: string | null) => (path === null ? null : locateImage(places, path, where.file ?? ''));
  const outputPath = outputPathOf(record);
  const located = find(outputPath);
  // The official inference writes its error message into output_image.
  if (located?.status !== 'found' && record['error']) throw describeFailure(record, sample, where);
  const search = { sample, where, places };
  const output = requireImage('output_image', outputPath, located, search);
  const reference = requireImage(
    'ground_truth_image',
    sample.referenceImage,
    find(sample.referenceImage),
    search
  );
  const itself = checkSampleImage(output, reference, record, search);
  const outputs = pathsOf(record['output_image']);
  const warnings = [
    ...(itself ? [itself] : []),
    ...(outputs.length > 1 ? [describeSeveral(outputs, where)] : []),
    ...(output.via === 'moved' ? [describeMoved('output_image', output, where)] : []),
    ...(reference.via === 'moved' ? [describeMoved('ground_truth_image', reference, where)] : [])
  ];
  return { output, warnings };
}

interface Search {
  readonly sample: Sample;
  readonly where: Place;
  readonly places: ImagePlaces;
}

function requireImage(
  field: string,
  path: string | null,
  located: Located | null,
  { sample, where, places }: Search
): FoundImage {
  if (located?.status === 'found') return located;
  const place = { ...where, field };
  const named = `${field} of sample ${quote(sample.sampleId)}`;
  if (path === null || located === null) {
    const near = places.tree.nearest(`${sample.sampleId}.png`).map((entry) => entry.path);
    const hint = near.length > 0 ? ` (perhaps ${quoteSome(near, 1)})` : '';
    const expected = `the path of an image${field === 'output_image' ? hint : ''}`;
    throw new DataError({
      code: 'image-unnamed',
      where: place,
      what: `no ${named}`,
      got: 'no path',
      expected
    });
  }
  if (located.status === 'ambiguous') {
    throw new DataError({
      code: 'image-ambiguous',
      where: place,
      what: `${named} could be one of several files: ${quoteSome(located.candidates.map((entry) => entry.path))}`,
      got: quote(path),
      expected: 'a path that fits one file'
    });
  }
  if (!isPath(path)) throw describeNoPath(path, named, place);
  const near = places.tree.nearest(path).map((entry) => entry.path);
  throw new DataError({
    code: 'image-missing',
    where: place,
    what: `missing ${named}`,
    got: quote(path),
    expected: `a file of the drop${near.length > 0 ? ` (the nearest is ${quoteSome(near, 1)})` : ''}${describeVolume(path)}`
  });
}

/**
 * Outputs are often called as the images of their samples. Where their own folder was not dropped, such a path fits the sample's
 * image alone, which would be compared with itself. A system may give back what it was asked, and is scored so: its record names
 * input and output alike.
 */
function checkSampleImage(
  output: FoundImage,
  reference: FoundImage,
  record: JsonObject,
  { sample, where, places }: Search
): Problem | null {
  if (output.via === 'beside') return null;
  const inputs = sample.inputImages.map((input) => resolveImage(places, input, where.file ?? ''));
  const isInput = inputs.some((input) => input?.path === output.entry.path);
  if (!isInput && output.entry.path !== reference.entry.path) return null;
  const place = { ...where, field: 'output_image' };
  const path = outputPathOf(record);
  if (isInput && givesBackInput(record))
    return {
      code: 'output-is-input',
      severity: 'note',
      where: place,
      what: 'output_image and the input are one file, which is scored as the output',
      got: quote(path)
    };
  throw new DataError({
    code: 'image-of-sample',
    where: place,
    what: `the only file that fits output_image of sample ${quote(sample.sampleId)} is the sample's own ${isInput ? 'input' : 'reference'}`,
    got: `${quote(path)}, which fits ${output.entry.path}`,
    expected: "the output (drop the folder of the system's images, too)"
  });
}

/** What would not be scored where it is there, either. */
function describeVolume(path: string): string {
  const isVolume = /\.(?:nii(?:\.gz)?|dcm|dicom|nrrd|mh[ad]|hei[cf])\s*$/i.test(path);
  return isVolume ? ', as PNG: volumes, DICOM and HEIC are not scored' : '';
}

/** Longer than paths are, or an address with the data in it. */
const isPath = (text: string) => text.length <= 1024 && !/^\s*data:/i.test(text);

function describeNoPath(text: string, named: string, where: Place): DataError {
  return new DataError({
    code: 'image-text',
    where,
    what: `${named} is neither a path nor an image in base64`,
    got: quote(text),
    expected: 'the path of an image of the drop, or the whole image in base64'
  });
}

function describeMoved(field: string, { entry }: FoundImage, where: Place): Problem {
  return {
    code: 'image-moved',
    severity: 'warning',
    where: { ...where, field },
    what: `${field} is not in the folder that its path names; the one file that fits is used`,
    got: quote(entry.path)
  };
}

function describeSeveral(paths: readonly string[], where: Place): Problem {
  return {
    code: 'output-images',
    severity: 'warning',
    where: { ...where, field: 'output_image' },
    what: `output_image is a list of ${paths.length} images; only the first is scored`,
    got: quote(paths[0]),
    expected: 'one image a sample'
  };
}

function describeFailure(record: JsonObject, { sampleId }: Sample, where: Place): DataError {
  return new DataError({
    code: 'system-error',
    where: { ...where, field: 'output_image' },
    what: `the system failed on sample ${quote(sampleId)}`,
    got: quote(record['error']),
    expected: 'an output image'
  });
}
