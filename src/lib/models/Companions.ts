import { isJsonObject, type JsonObject, type JsonValue } from '../core/json';

/** A file with the name that messages give it. */
export interface NamedBlob {
  readonly name: string;
  readonly blob: Blob;
}

/** The small files that belong to weights, known by what is in them: blobs of the hub's cache have no names. */
export interface Companions {
  /** `vocab.txt`: a word piece a line. */
  readonly vocabulary: NamedBlob | null;
  /** `tokenizer.json` */
  readonly tokenizer: NamedBlob | null;
  /** `config.json` */
  readonly config: JsonObject | null;
  /** `tokenizer_config.json` */
  readonly tokenizerConfig: JsonObject | null;
  /** `preprocessor_config.json` */
  readonly preprocessor: JsonObject | null;
}

/** A vocabulary in a tokenizer.json of many languages has 9 MB. */
export const maxCompanionBytes = 2 ** 24;

/** Sorts small files; the later of two of one kind counts. */
export async function readCompanions(files: readonly NamedBlob[]): Promise<Companions> {
  const companions: { -readonly [Kind in keyof Companions]: Companions[Kind] } = {
    vocabulary: null,
    tokenizer: null,
    config: null,
    tokenizerConfig: null,
    preprocessor: null
  };
  for (const file of files) {
    if (file.blob.size > maxCompanionBytes) continue;
    const text = await file.blob.text();
    const json = parseObject(text);
    if (!json) {
      if (/^\[CLS\]\r?$/m.test(text) && /^\[SEP\]\r?$/m.test(text)) companions.vocabulary = file;
    } else if (isJsonObject(json.model) && json.model.type !== undefined) companions.tokenizer = file;
    else if (json.model_type !== undefined) companions.config = json;
    else if (json.image_mean !== undefined) companions.preprocessor = json;
    else if (json.tokenizer_class !== undefined || json.do_lower_case !== undefined)
      companions.tokenizerConfig = json;
  }
  return companions;
}

function parseObject(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
