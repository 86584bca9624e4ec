import * as v from 'valibot';
import { DataError } from '../../core/problem';

/** The first field of every manifest; another number behind `@` means another layout. */
export const shardSetFormat = 'medgen-bench-viewer/shards@1';

/** No file of a set is longer: hosts of static pages limit files, and a host without ranges sends a whole one. */
export const maxShardBytes = 8_000_000;

const byteLength = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits'));
/** Files lie beside their manifest. */
const fileName = v.pipe(v.string(), v.regex(/^\w[\w.-]*$/, 'expected a plain file name'));

const shard = v.object({ file: fileName, byteLength, sha256 });
const image = v.object({
  /** Where it begins in the image shards, laid end to end. */
  offset: byteLength,
  byteLength,
  sha256
});

const manifest = v.object({
  format: v.literal(shardSetFormat),
  /** The dataset's name. */
  label: v.pipe(v.string(), v.maxLength(200)),
  /** What fixes the content: the source's own revision, or a hash over all shards. */
  revision: v.pipe(v.string(), v.maxLength(200)),
  counts: v.object({ samples: byteLength, images: byteLength }),
  /** The fields that occur in the records. */
  columns: v.array(v.string()),
  /** Each is a JSON array of records. */
  sampleShards: v.array(shard),
  /** Each is a stretch of image files laid end to end. */
  imageShards: v.array(shard),
  /** By the path that records give. Copies of one image share their bytes. */
  images: v.record(v.string(), image)
});

/** A dataset as static files: what `npm run pack` writes and the viewer reads. */
export type ShardSet = v.InferOutput<typeof manifest>;
export type Shard = ShardSet['sampleShards'][number];
export type PackedImage = ShardSet['images'][string];

/**
 * @param url names the manifest in messages
 * @throws DataError when it is no manifest, or one whose images lie outside its shards
 */
export function parseShardSet(text: string, url: string): ShardSet {
  const parsed = v.safeParse(manifest, parseJson(text), { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw refuse(url, v.getDotPath(issue) ?? undefined, issue.message);
  }
  const set = parsed.output;
  const end = set.imageShards.reduce((sum, { byteLength: length }) => sum + length, 0);
  const outside = Object.entries(set.images).find(([, at]) => at.offset + at.byteLength > end);
  if (outside) throw refuse(url, 'images', `${outside[0]} lies beyond the ${end} bytes of the image shards`);
  return set;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A host that answers every address with a page sends HTML here; the schema then says what was expected.
    return null;
  }
}

function refuse(file: string, field: string | undefined, got: string): DataError {
  return new DataError({
    code: 'shard-manifest',
    where: { file, ...(field !== undefined && { field }) },
    what: `not a manifest of a shard set${field === undefined ? '' : `, in ${field}`}`,
    got,
    expected: `manifest.json as \`npm run pack\` writes it (${shardSetFormat})`
  });
}
