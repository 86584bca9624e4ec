import type { Problem } from '../../core/problem';
import type { Sample } from '../../core/sample';
import type { FileEntry } from '../FileEntry';
import type { ByteSource } from '../parquet/ByteSource';
import { requireFile } from '../requireFile';
import type { SampleSource, SourceKind } from '../SampleSource';
import type { PackedImage, ShardSet } from './shardSet';

interface Options {
  readonly kind: SourceKind;
  readonly set: ShardSet;
  readonly samples: readonly Sample[];
  readonly problems: readonly Problem[];
  /** The image shards, in the order of the set. */
  readonly shards: readonly ByteSource[];
}

/** Samples of a shard set; an image is read by its own range, and checked before it is used. */
export class ShardSetSource implements SampleSource {
  readonly kind: SourceKind;
  readonly label: string;
  readonly revision: string;
  readonly samples: readonly Sample[];
  readonly problems: readonly Problem[];
  readonly #byId: ReadonlyMap<string, Sample>;
  /** By path: one object an image, so that who keeps what was read of it knows it again. */
  readonly #entries: ReadonlyMap<string, FileEntry>;
  readonly #shards: readonly ByteSource[];

  constructor({ kind, set, samples, problems, shards }: Options) {
    this.kind = kind;
    this.label = set.label;
    this.revision = set.revision;
    this.samples = samples;
    this.problems = problems;
    this.#byId = new Map(samples.map((sample) => [sample.sampleId, sample]));
    this.#entries = new Map(
      Object.entries(set.images).map(([path, image]) => [path, this.#makeEntry(path, image)])
    );
    this.#shards = shards;
  }

  get(sampleId: string): Sample | undefined {
    return this.#byId.get(sampleId);
  }

  find(imagePath: string): FileEntry | undefined {
    return this.#entries.get(imagePath);
  }

  close(): void {
    // Nothing is held open.
  }

  #makeEntry(path: string, image: PackedImage): FileEntry {
    const read = (): Promise<Uint8Array<ArrayBuffer>> => this.#read(path, image);
    return { path, sizeBytes: image.byteLength, modifiedMs: 0, read };
  }

  async #read(file: string, { offset, byteLength, sha256 }: PackedImage): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(byteLength);
    let shardStart = 0;
    for (const shard of this.#shards) {
      const start = Math.max(offset, shardStart);
      const end = Math.min(offset + byteLength, shardStart + shard.byteLength);
      if (start < end) bytes.set(await shard.read(start - shardStart, end - shardStart), start - offset);
      shardStart += shard.byteLength;
    }
    await requireFile(bytes, { file, byteLength, sha256 });
    return bytes;
  }
}
