import { Tokenizer } from '@huggingface/tokenizers';
import { describeError } from '../../core/describeError';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json';
import { DataError } from '../../core/problem';
import { strip } from '../../core/pythonText';

/** Texts → token ids, as the official evaluator and bert-score do it between them. */
export class TextTokeniser {
  readonly #tokenizer: Tokenizer;
  readonly #maxTokens: number;
  /** The ids that stand before and after every text: [CLS] and [SEP]. */
  readonly #frame: readonly [start: number, end: number];

  private constructor(tokenizer: Tokenizer, maxTokens: number, frame: readonly [number, number]) {
    this.#tokenizer = tokenizer;
    this.#maxTokens = maxTokens;
    this.#frame = frame;
  }

  /**
   * @param text a `tokenizer.json` of Hugging Face
   * @throws DataError when it is not one of a BERT-type model
   */
  static parse(text: string, file: string, maxTokens: number): TextTokeniser {
    const json = parseTokenizerJson(text, file);
    const tokenizer = new Tokenizer(json, {});
    const [start, end, ...others] = tokenizer.encode('').ids;
    if (start === undefined || end === undefined || others.length > 0) {
      throw refuse(file, 'no start and end token', '[CLS] and [SEP] around every text');
    }
    return new TextTokeniser(tokenizer, maxTokens, [start, end]);
  }

  /**
   * The evaluator first encodes a text, cuts it to the model's length and decodes it again, which drops [UNK] and
   * every other special token; bert-score then strips and encodes what is left.
   */
  encode(text: string): number[] {
    const decoded = this.#tokenizer.decode(this.#cut(this.#tokenizer.encode(text).ids), {
      skip_special_tokens: true,
      clean_up_tokenization_spaces: true
    });
    return this.#cut(this.#tokenizer.encode(strip(decoded)).ids);
  }

  /** bert-score without idf: every token counts the same, start and end tokens not at all. */
  weigh(ids: readonly number[]): number[] {
    return ids.map((id) => (this.#frame.includes(id) ? 0 : 1));
  }

  #cut(ids: number[]): number[] {
    return ids.length <= this.#maxTokens ? ids : [...ids.slice(0, this.#maxTokens - 1), this.#frame[1]];
  }
}

function parseTokenizerJson(text: string, file: string): JsonObject {
  let json: JsonValue;
  try {
    json = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw refuse(file, describeError(error), 'JSON');
  }
  const model = isJsonObject(json) ? json.model : undefined;
  const type = isJsonObject(model) ? model.type : undefined;
  // bert-score treats other tokenizers in other ways, e.g. with a space before RoBERTa's texts.
  if (!isJsonObject(json) || type !== 'WordPiece') {
    throw refuse(file, `model.type ${JSON.stringify(type)}`, '"WordPiece", as BERT has');
  }
  return json;
}

function refuse(file: string, got: string, expected: string): DataError {
  return new DataError({
    code: 'model-tokenizer',
    where: { file },
    what: 'this tokenizer cannot be used for BERTScore',
    got,
    expected
  });
}
