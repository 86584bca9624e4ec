import type { JsonObject } from '../core/json';
import { DataError } from '../core/problem';
import { officialWeights } from '../metrics/neural/meta';
import { refuseWeights } from '../weights/refuseWeights';
import { readCompanions, type Companions } from './Companions';
import { identifyRepository } from './identifyRepository';
import { makeTokenizer } from './makeTokenizer';
import type { Described, Findings, PublishedFiles } from './prepareModel';

/** The official evaluator's encoder, under its name of 2020 and that of 2023. */
const officialName = /^BiomedNLP-(PubMed|Biomed)BERT-base-uncased-abstract$/;
const officialLayer = 12;
const unknownWords = '; whether the vocabulary is of the same encoder cannot be known';
/** BERT-base, which most encoders without a config are. */
const baseWidth = 768;
const baseHeads = 12;

/** BERTScore on a BERT-type encoder: PubMedBERT at its layer 12, any other at its last. */
export async function describeBert({ files, tensors, sha256 }: Findings): Promise<Described> {
  const { weights, companions } = files;
  const found = await readCompanions(companions);
  const [rows = 0, width = 0] = tensors.get('embeddings.word_embeddings.weight')?.shape ?? [];
  const [maxTokens = 0] = tensors.get('embeddings.position_embeddings.weight')?.shape ?? [];
  const { heads, layerNormEpsilon } = readShape(found.config, width, weights.name);
  const identity = identifyRepository(files, 'bert', sha256);
  const isOfficial = officialName.test(identity.weights);
  const tokenizer = await makeTokenizer(found, { file: weights.name, rows });
  return {
    descriptor: {
      metric: 'bertscore',
      ...identity,
      source: arePublishedTogether(files, found) ? identity.source : `${identity.source}${unknownWords}`,
      weights: isOfficial ? officialWeights.bertscore : identity.weights,
      licence: !isOfficial
        ? identity.licence
        : files.address === null
          ? 'MIT, if they are what they are taken for'
          : 'MIT',
      network: { kind: 'bert', heads, layerNormEpsilon },
      output: 'hidden_states',
      layer: isOfficial ? officialLayer : countLayers(tensors),
      maxTokens
    },
    tokenizer,
    tensors
  };
}

/** A vocabulary of the right size may still be another's: bert-base and PubMedBERT have as many words. */
function arePublishedTogether({ weights, revision }: PublishedFiles, found: Companions): boolean {
  const words = found.tokenizer ?? found.vocabulary;
  const folder = folderOf(weights.name);
  return revision !== null || (folder !== '' && folder === folderOf(words?.name ?? ''));
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

function countLayers(tensors: ReadonlyMap<string, unknown>): number {
  let count = 0;
  while (tensors.has(`encoder.layer.${count}.output.dense.weight`)) count++;
  return count;
}

function readShape(config: JsonObject | null, width: number, file: string) {
  if (!config && width !== baseWidth) {
    throw new DataError({
      code: 'model-incomplete',
      where: { file },
      what: 'the number of attention heads is not in the weights',
      got: `an encoder of width ${width}`,
      expected: 'its config.json too (drop it here; the weights are remembered)'
    });
  }
  const {
    model_type: type = 'bert',
    hidden_act: activation = 'gelu',
    position_embedding_type: places = 'absolute'
  } = config ?? {};
  if (type !== 'bert' || activation !== 'gelu' || places !== 'absolute') {
    const got = `${String(type)}, ${String(activation)}, ${String(places)}`;
    throw refuseWeights(file, 'an encoder of another kind, as its config says', got, 'bert, gelu, absolute');
  }
  const { num_attention_heads: heads = baseHeads, layer_norm_eps: layerNormEpsilon = 1e-12 } = config ?? {};
  if (typeof heads === 'number' && typeof layerNormEpsilon === 'number' && Number.isInteger(width / heads))
    return { heads, layerNormEpsilon };
  throw refuseWeights(
    file,
    'its config does not belong to it',
    `${String(heads)} heads`,
    `a divisor of the width ${width}`
  );
}
