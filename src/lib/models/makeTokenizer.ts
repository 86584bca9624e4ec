import { isJsonObject, type JsonValue } from '../core/json';
import { DataError } from '../core/problem';
import type { Companions, NamedBlob } from './Companions';

/** In this order: transformers' BertTokenizer has them in front. */
const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/** The weights that a tokenizer is for. */
interface Encoder {
  readonly file: string;
  /** Of its embedding: one a word. */
  readonly rows: number;
}

/**
 * A `tokenizer.json` of a BERT-type encoder: the dropped one, or one for the dropped vocabulary, as transformers makes it.
 * @throws DataError when neither was dropped, or it has another number of words than the encoder
 */
export async function makeTokenizer(companions: Companions, encoder: Encoder): Promise<Blob> {
  const { tokenizer, vocabulary, tokenizerConfig } = companions;
  if (tokenizer) {
    requireRows(countIds(JSON.parse(await tokenizer.blob.text()) as JsonValue), tokenizer, encoder);
    return tokenizer.blob;
  }
  if (!vocabulary) {
    throw new DataError({
      code: 'model-incomplete',
      where: { file: encoder.file },
      what: 'BERTScore needs the words of this encoder too',
      got: 'the weights alone',
      expected:
        'its vocab.txt or tokenizer.json, from the same place (drop it here; the weights are remembered)'
    });
  }
  const words = (await vocabulary.blob.text()).split(/\r?\n/);
  if (words.at(-1) === '') words.pop();
  requireRows(words.length, vocabulary, encoder);
  const lowercase = tokenizerConfig?.do_lower_case ?? !hasCapitals(words);
  return new Blob([JSON.stringify(describeTokenizer(words, lowercase !== false))], {
    type: 'application/json'
  });
}

/** The vocabulary of another encoder gives numbers all the same, and wrong ones. */
function requireRows(words: number, { name }: NamedBlob, { file, rows }: Encoder): void {
  if (words === rows) return;
  throw new DataError({
    code: 'model-incomplete',
    where: { file },
    what: `${name} is the vocabulary of another encoder`,
    got: `${words} words for an embedding of ${rows} rows`,
    expected:
      'the vocab.txt or tokenizer.json that lies beside the weights where they are published (drop it here; the weights are remembered)'
  });
}

/** One more than the highest number of a word. */
function countIds(json: JsonValue): number {
  const { model, added_tokens: added } = isJsonObject(json) ? json : {};
  const vocabulary = isJsonObject(model) && isJsonObject(model.vocab) ? model.vocab : {};
  const addedIds = Array.isArray(added)
    ? added.map((token: JsonValue) => isJsonObject(token) && token.id)
    : [];
  let count = 0;
  for (const id of [...Object.values(vocabulary), ...addedIds])
    if (typeof id === 'number' && id >= count) count = id + 1;
  return count;
}

/** Cased vocabularies have names in them; uncased ones have no capital letter outside the special tokens. */
function hasCapitals(words: readonly string[]): boolean {
  return words.some((word) => /^[A-Z][a-z]+$/.test(word));
}

function describeTokenizer(words: readonly string[], lowercase: boolean) {
  const vocab = Object.fromEntries(words.map((word, id) => [word, id]));
  const idOf = (token: string): number => vocab[token] ?? 0;
  const frame = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  const special = (id: string) => [id, { id, ids: [idOf(id)], tokens: [id] }] as const;
  return {
    version: '1.0',
    added_tokens: specialTokens
      .filter((token) => token in vocab)
      .map((content) => ({
        id: idOf(content),
        content,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true
      })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [frame('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, frame('[SEP]')],
      pair: [],
      special_tokens: Object.fromEntries([special('[CLS]'), special('[SEP]')])
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab
    }
  };
}
