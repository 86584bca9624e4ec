import type { Problem } from '../../core/problem';
import type { Sample } from '../../core/sample';
import type { FileEntry } from '../FileEntry';
import type { SampleSource, SourceKind } from '../SampleSource';
import type { ByteSource } from './ByteSource';
import { parseImagePath } from './imagePath';
import type { ParquetDecoder } from './ParquetDecoder';
import type { ParquetIndex } from './ParquetIndex';
import { ShardImages } from './ShardImages';

interface Options {
  readonly kind: SourceKind;
  readonly label: string;
  readonly revision: string | null;
  readonly index: ParquetIndex;
  readonly decoder: ParquetDecoder;
  /** The bytes of the shard at this path. */
  readonly open: (path: string) => ByteSource;
  readonly onClose?: () => void;
}

/** Samples out of Parquet shards, wherever these lie. */
export class ParquetSource implements SampleSource {
  readonly kind: SourceKind;
  readonly label: string;
  readonly revision: string | null;
  readonly samples: readonly Sample[];
  readonly problems: readonly Problem[];
  readonly #byId: ReadonlyMap<string, Sample>;
  readonly #shards: ReadonlyMap<string, ShardImages>;
  /** One an image, so that who keeps what it decoded finds it again. */
  readonly #entries = new Map<string, FileEntry>();
  readonly #close: () => void;

  constructor({ kind, label, revision, index, decoder, open, onClose }: Options) {
    this.kind = kind;
    this.label = label;
    this.revision = revision;
    this.samples = index.samples;
    this.problems = index.problems;
    this.#byId = new Map(index.samples.map((sample) => [sample.sampleId, sample]));
    // Of two shards with one name the first counts, as among the samples.
    this.#shards = new Map(
      index.shards
        .toReversed()
        .map(({ name, path, layout }) => [name, new ShardImages(open(path), layout, decoder)])
    );
    this.#close = () => {
      decoder.close();
      onClose?.();
    };
  }

  get(sampleId: string): Sample | undefined {
    return this.#byId.get(sampleId);
  }

  find(imagePath: string): FileEntry | undefined {
    const known = this.#entries.get(imagePath);
    if (known) return known;
    const parsed = parseImagePath(imagePath);
    const images = parsed && this.#shards.get(parsed.shard);
    if (!images) return undefined;
    // The size is known only to who reads the image.
    const entry = { path: imagePath, sizeBytes: 0, modifiedMs: 0, read: () => images.read(parsed.place) };
    this.#entries.set(imagePath, entry);
    return entry;
  }

  expect(imagePaths: Iterable<string>): void {
    for (const path of imagePaths) {
      const parsed = parseImagePath(path);
      if (parsed) this.#shards.get(parsed.shard)?.expect(parsed.place);
    }
  }

  close(): void {
    this.#close();
  }
}
