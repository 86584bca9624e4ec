/**
 * Writes the weights of the neural metrics into static/models/, so that every visitor of the site is offered them:
 * `npm run models -- lpips bertscore [--from <file, folder or address>] [--model <owner/name>] [--out <folder>]`.
 * Without `--from` they are downloaded from where their authors publish them. Needs no Python.
 */
import { openAsBlob } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeError } from '../lib/core/describeError';
import { loadResumable } from '../lib/dataset/loadResumable';
import { PartialFile } from '../lib/dataset/PartialFile';
import type { DroppedFile } from '../lib/dataset/openFiles';
import { descriptorFormat, type NeuralMetric } from '../lib/metrics/neural/descriptor';
import { modelNeeds } from '../lib/metrics/neural/needs';
import type { NamedBlob } from '../lib/models/Companions';
import { findPublished } from '../lib/models/findPublished';
import { openHubRepository, parseHubPlace } from '../lib/models/hubRepository';
import type { NeuralModel } from '../lib/models/NeuralModel';
import { prepareModel, type PublishedFiles } from '../lib/models/prepareModel';
import { recogniseWeights, type NetworkKind } from '../lib/models/recogniseWeights';
import { openWeights } from '../lib/weights/openWeights';
import { measureCheck } from './measureCheck';

const usage =
  'npm run models -- <lpips | bertscore | image-embedding> … [--from <file, folder or address>] [--model <owner/name>] [--out <folder>]';

const networks: Readonly<Record<NeuralMetric, NetworkKind>> = {
  lpips: 'alexnet',
  bertscore: 'bert',
  'image-embedding': 'dinov2'
};

const signal = new AbortController().signal;

type Sources = Omit<PublishedFiles, 'heads'>;

/**
 * Does what the words of the command line say.
 * @param tell gets a line for each model that was written
 * @throws with what is wrong; what was written before stays
 */
export async function prepareModels(words: readonly string[], tell: (line: string) => void): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      model: { type: 'string' },
      out: { type: 'string', default: 'static/models' }
    }
  });
  if (positionals.length === 0) throw new Error(usage);
  await mkdir(values.out, { recursive: true });
  for (const metric of positionals.map(requireMetric)) {
    const repository = values.model ?? modelNeeds[metric].published?.repository ?? null;
    const sources = await findSources(metric, repository, values.from);
    const model = await prepareModel({ ...sources, heads: await readHeads() });
    if (model.descriptor.metric !== metric)
      throw new Error(`these are weights of ${model.descriptor.metric}, not of ${metric}`);
    tell(await write(model, values.out));
  }
}

function requireMetric(name: string): NeuralMetric {
  const metric = Object.keys(modelNeeds).find((known) => known === name);
  if (metric === undefined) throw new Error(`unknown metric ${name}; ${usage}`);
  return metric as NeuralMetric;
}

async function readHeads(): Promise<NamedBlob> {
  const path = join(import.meta.dirname, '../lib/models/lpips/alex.pth');
  return { name: 'alex.pth', blob: await openAsBlob(path) };
}

function findSources(metric: NeuralMetric, repository: string | null, from?: string): Promise<Sources> {
  if (from !== undefined) {
    return /^https?:/.test(from) ? downloadFile(from, repository) : readLocal(metric, from, repository);
  }
  return repository === null
    ? downloadFile(modelNeeds[metric].published!.url, repository)
    : downloadRepository(repository);
}

async function readLocal(metric: NeuralMetric, from: string, repository: string | null): Promise<Sources> {
  const files = (await stat(from)).isDirectory() ? await listFolder(from) : await listBeside(from);
  const { found } = await findPublished(files);
  const reasons: string[] = [];
  for (const one of found) {
    const kind = await recognise(one.weights).catch(
      (error: unknown) => void reasons.push(describeError(error))
    );
    if (kind === networks[metric])
      return { ...one, repository: repository ?? one.repository, address: null, expectedSha256: null };
  }
  throw new Error([`${from}: no weights for ${metric} in it`, ...reasons].join('\n'));
}

/** Folders of caches hold many networks. */
async function recognise({ name, blob }: NamedBlob): Promise<NetworkKind> {
  return recogniseWeights(await openWeights(blob, name)).kind;
}

async function listFolder(folder: string): Promise<DroppedFile[]> {
  const entries = await readdir(folder, { recursive: true });
  const paths = entries.map((entry) => join(folder, entry));
  const infos = await Promise.all(paths.map((path) => stat(path)));
  return Promise.all(paths.filter((_, i) => infos[i]!.isFile()).map(openFile));
}

/** One file of weights, and the small files beside it. */
async function listBeside(path: string): Promise<DroppedFile[]> {
  const names = await readdir(dirname(path));
  const small = names.filter((name) => /\.(json|txt)$/.test(name)).map((name) => join(dirname(path), name));
  return Promise.all([path, ...small].map(openFile));
}

/** A File as a browser gives it: a handle, of which nothing is in memory. */
async function openFile(path: string): Promise<DroppedFile> {
  const blob = await openAsBlob(path);
  return {
    path,
    file: Object.assign(blob, { name: basename(path), lastModified: 0, webkitRelativePath: path })
  };
}

async function downloadRepository(repository: string): Promise<Sources> {
  const place = parseHubPlace(repository);
  if (!place) throw new Error(`${repository} is no repository; ${usage}`);
  const offer = await openHubRepository(place, signal);
  return offer.load(report(offer.label), signal);
}

async function downloadFile(url: string, repository: string | null): Promise<Sources> {
  const name = basename(new URL(url).pathname);
  const byteLength = await askLength(url);
  const tell = report(name);
  const blob = await loadResumable(
    { url, byteLength, partial: new PartialFile() },
    (loaded) => tell(loaded, byteLength),
    signal
  );
  const place = { repository, revision: null, address: url };
  return { weights: { name, blob }, companions: [], ...place, expectedSha256: null };
}

async function askLength(url: string): Promise<number> {
  const response = await fetch(url, { method: 'HEAD' }).catch((error: unknown) => {
    throw new Error(`${url}: no answer (${describeError(error)}); --from takes a file that is here`);
  });
  const length = Number(response.headers.get('content-length'));
  if (response.ok && length > 0) return length;
  throw new Error(`${url}: HTTP ${response.status}`);
}

/** On a terminal only: a log would have a line a percent. */
const report =
  (label: string) =>
  (loaded: number, total: number): void => {
    if (!process.stderr.isTTY) return;
    const percent = Math.floor((100 * loaded) / total);
    process.stderr.write(`\r${label}: ${percent} % of ${Math.round(total / 1e6)} MB `);
    if (loaded === total) process.stderr.write('\n');
  };

/** Says what it wrote. */
async function write(model: NeuralModel, folder: string): Promise<string> {
  const { descriptor, tokenizer } = model;
  const described = { format: descriptorFormat, ...descriptor, check: await measureCheck(model) };
  const name = descriptor.model.file.replace(/\.safetensors$/, '.json');
  await writeBlob(join(folder, descriptor.model.file), model.model);
  if ('tokenizer' in descriptor && tokenizer)
    await writeBlob(join(folder, descriptor.tokenizer.file), tokenizer);
  await writeFile(join(folder, name), `${JSON.stringify(described, null, 2)}\n`);
  const index = join(folder, 'index.json');
  const listed = await readFile(index, 'utf8').then(
    (text) => JSON.parse(text) as string[],
    () => []
  );
  await writeFile(index, `${JSON.stringify([...new Set([...listed, name])].toSorted(), null, 2)}\n`);
  const { files, isKnown } = descriptor.published!;
  const known = isKnown ? 'the published file' : 'a file whose hash nobody published';
  return `${join(folder, name)}: ${descriptor.label}, ${model.model.size} bytes; from ${known}, sha256 ${files[0]!.sha256}`;
}

async function writeBlob(path: string, blob: Blob): Promise<void> {
  await writeFile(path, blob.stream());
}

if (import.meta.main) {
  prepareModels(process.argv.slice(2), console.log).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
