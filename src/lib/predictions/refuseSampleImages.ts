import type { Problem } from '../core/problem';
import type { Sample } from '../core/sample';
import type { FileEntry } from '../dataset/FileEntry';
import { resolveImage, type ImagePlaces } from '../dataset/locateImage';
import type { Pacer } from '../dataset/Pacer';
import { unscore, type SystemRows } from './assembleSystems';
import type { CheckedRow } from './checkPrediction';
import { givesBackInput } from './findImages';
import { count, quote } from './quote';
import type { SampleIndex } from './SampleIndex';

interface Tools extends ImagePlaces {
  readonly index: SampleIndex;
  readonly pacer: Pacer;
}

/** What an image is to each sample that has it, in words, by the sample's id. */
type Owners = ReadonlyMap<FileEntry, ReadonlyMap<string, string>>;

/**
 * Outputs are often called as images of the dataset. Where their own folder was not dropped, such a path may fit the input or
 * the reference of another sample alone, which no system made: it is refused. Where an image of the dataset is really what is
 * named, it is scored, with a warning.
 */
export async function refuseSampleImages(systems: readonly SystemRows[], tools: Tools): Promise<Problem[]> {
  if (!systems.some(({ rows }) => rows.some(({ output }) => output !== null))) return [];
  const owners = await findOwners(systems, tools);
  return systems.flatMap(({ rows }) => {
    const refused = rows.flatMap((checked, i) => {
      const owner = checked.output?.via === 'beside' ? null : strangerOf(checked, owners);
      return owner === null ? [] : unscore(rows, i, describeRefused(checked, owner));
    });
    return [...refused, ...describeNamed(rows, owners)];
  });
}

/** The inputs that records bring with them may be the outputs of an earlier step; references never are. */
async function findOwners(systems: readonly SystemRows[], tools: Tools): Promise<Owners> {
  const { index, pacer } = tools;
  const owners = new Map<FileEntry, Map<string, string>>();
  const add = (path: string | null, file: string, { sampleId }: Sample, what: string) => {
    const entry = path === null ? undefined : resolveImage(tools, path, file);
    if (!entry) return;
    const known = owners.get(entry) ?? new Map<string, string>();
    owners.set(entry, known.set(sampleId, `the ${what} of sample ${quote(sampleId)}`));
  };
  const files = index.sampleFiles;
  for (const [sampleId, sample] of index.samples) {
    if (pacer.isDue) await pacer.pause();
    const file = files.get(sampleId) ?? '';
    for (const input of sample.inputImages) add(input, file, sample, 'input');
    add(sample.referenceImage, file, sample, 'reference');
  }
  for (const { row, output } of systems.flatMap(({ rows }) => rows)) {
    if (pacer.isDue) await pacer.pause();
    if (!output || row.status !== 'ready') continue;
    const { sample, file } = row.prediction;
    add(sample.referenceImage, file, sample, 'reference');
  }
  return owners;
}

const ownersOf = ({ row, output }: CheckedRow, owners: Owners): ReadonlyMap<string, string> | undefined =>
  row.status === 'ready' && output ? owners.get(output.entry) : undefined;

/** Null for an image of the row's own sample, too: that is looked at where its images are found. */
function strangerOf(checked: CheckedRow, owners: Owners): string | null {
  const found = ownersOf(checked, owners);
  const { row } = checked;
  if (!found || (row.status === 'ready' && found.has(row.prediction.sample.sampleId))) return null;
  return [...found.values()][0]!;
}

function describeRefused({ row, place, output }: CheckedRow, owner: string): Problem {
  const path = row.status === 'ready' ? row.prediction.outputImage : null;
  return {
    code: 'image-of-sample',
    severity: 'error',
    where: { ...place, field: 'output_image' },
    what: `the only file that fits output_image is ${owner}`,
    got: `${quote(path)}, which fits ${output?.entry.path}`,
    expected: "the output (drop the folder of the system's images, too)"
  };
}

/** One warning a file. */
function describeNamed(rows: readonly CheckedRow[], owners: Owners): Problem[] {
  const byFile = new Map<string, { readonly first: string; count: number }>();
  for (const checked of rows) {
    const [owner] = ownersOf(checked, owners)?.values() ?? [];
    if (owner === undefined || checked.output?.via !== 'beside') continue;
    if (checked.row.status === 'ready' && givesBackInput(checked.row.prediction.record)) continue;
    const file = checked.place.file ?? '';
    const known = byFile.get(file);
    if (known) known.count++;
    else byFile.set(file, { first: `${checked.output.entry.path}, ${owner}`, count: 1 });
  }
  return [...byFile].map(([file, { first, count: named }]) => ({
    code: 'output-of-dataset',
    severity: 'warning',
    where: { file, field: 'output_image' },
    what: 'output_image names images of the samples themselves; they are scored as outputs',
    got: `${count(named, 'such row')}, the first ${first}`,
    expected: 'images that the system made'
  }));
}
