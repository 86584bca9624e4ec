import { DataError } from '../core/problem';
import type { Companions } from './Companions';

/** In this order: transformers' BertTokenizer has them in front. */
const specialTokens = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/**
 * A `tokenizer.json` of a BERT-type encoder: the dropped one, or one for the dropped vocabulary, as transformers makes it.
 * @throws DataError when neither was dropped, or nobody can tell whether the vocabulary has capital letters
 */
export async function makeTokenizer(companions: Companions, weightsFile: string): Promise<Blob> {
  const { tokenizer, vocabulary, tokenizerConfig } = companions;
  if (tokenizer) return tokenizer.blob;
  if (!vocabulary) {
    throw new DataError({
      code: 'model-incomplete',
      where: { file: weightsFile },
      what: 'BERTScore needs the words of this encoder too',
      got: 'the weights alone',
      expected:
        'its vocab.txt or tokenizer.json, from the same place (drop it here; the weights are remembered)'
    });
  }
  const words = (await vocabulary.blob.text()).split(/\r?\n/);
  if (words.at(-1) === '') words.pop();
  const lowercase = tokenizerConfig?.do_lower_case ?? !hasCapitals(words);
  return new Blob([JSON.stringify(describeTokenizer(words, lowercase !== false))], {
    type: 'application/json'
  });
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
