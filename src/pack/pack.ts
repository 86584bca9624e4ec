/**
 * Writes a dataset as static files that the viewer reads by its address:
 * `npm run pack -- <dataset folder or .parquet> <new folder> [--label <name>] [--revision <of the source>]`
 */
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeError } from '../lib/core/describeError';
import { readDataset } from './readDataset';
import { writeShardSet } from './writeShardSet';

const usage =
  'npm run pack -- <dataset folder or .parquet> <new folder> [--label <name>] [--revision <of the source>]';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { label: { type: 'string' }, revision: { type: 'string' } }
  });
  const [source, target] = positionals;
  if (source === undefined || target === undefined || positionals.length > 2) throw new Error(usage);
  const { counts, imageShards, revision } = await writeShardSet(readDataset(source), target, {
    label: values.label ?? basename(resolve(source)),
    revision: values.revision ?? null
  });
  const bytes = imageShards.reduce((sum, { byteLength }) => sum + byteLength, 0);
  console.log(
    `${target}: ${counts.samples} samples, ${counts.images} images in ${imageShards.length} shards, ${bytes} bytes, revision ${revision}`
  );
}

main().catch((error: unknown) => {
  console.error(describeError(error));
  process.exitCode = 1;
});
