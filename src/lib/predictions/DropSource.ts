import type { Sample } from '../core/sample';
import type { FileEntry } from '../dataset/FileTree';
import { resolveImage } from '../dataset/locateImage';
import type { SampleSource, SourceKind } from '../dataset/SampleSource';
import type { Drop } from './drop';

interface Options {
  readonly kind: SourceKind;
  readonly label: string;
  /** Where nobody else closes what the drop holds open. */
  readonly onClose?: () => void;
}

/** The samples of a drop: of the dataset in it, or where there is none those that its predictions bring with them. */
export class DropSource implements SampleSource {
  readonly kind: SourceKind;
  readonly label: string;
  readonly revision: string | null;
  readonly samples: readonly Sample[];
  readonly problems = [];
  readonly #entries: ReadonlyMap<string, FileEntry>;
  readonly #byId: ReadonlyMap<string, Sample>;
  readonly #expect: (imagePaths: Iterable<string>) => void;
  readonly #close: () => void;

  constructor(drop: Drop, { kind, label, onClose }: Options) {
    this.kind = kind;
    this.label = label;
    this.revision = drop.source?.revision ?? null;
    const entries = new Map<string, FileEntry>();
    // The same path means different files to different records, so each sample names its files from the root.
    const place = (path: string, fromFile: string): string => {
      const entry = resolveImage(drop, path, fromFile);
      if (entry) entries.set(entry.path, entry);
      return entry?.path ?? path;
    };
    this.samples = listSamples(drop).map(({ sample, file }) => ({
      ...sample,
      inputImages: sample.inputImages.map((path) => place(path, file)),
      referenceImage: sample.referenceImage === null ? null : place(sample.referenceImage, file)
    }));
    this.#entries = entries;
    this.#expect = (paths) => drop.source?.expect?.(paths);
    this.#close = onClose ?? (() => undefined);
    this.#byId = new Map(this.samples.map((sample) => [sample.sampleId, sample]));
  }

  get(sampleId: string): Sample | undefined {
    return this.#byId.get(sampleId);
  }

  find(imagePath: string): FileEntry | undefined {
    return this.#entries.get(imagePath);
  }

  expect(imagePaths: Iterable<string>): void {
    this.#expect(imagePaths);
  }

  close(): void {
    this.#close();
  }
}

function listSamples({ samples, sampleFiles, systems }: Drop): { sample: Sample; file: string }[] {
  if (samples.size > 0) {
    return [...samples].map(([id, sample]) => ({ sample, file: sampleFiles.get(id) ?? '' }));
  }
  const found = new Map<string, { sample: Sample; file: string }>();
  for (const row of systems.flatMap(({ rows }) => rows)) {
    if (row.status !== 'ready') continue;
    const { sample, file } = row.prediction;
    if (!found.has(sample.sampleId)) found.set(sample.sampleId, { sample, file });
  }
  return [...found.values()];
}
