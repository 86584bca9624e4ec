import type { Problem } from '../core/problem';

interface OtherKind {
  /** As the end of a name. */
  readonly name: RegExp;
  readonly what: string;
  readonly expected: string;
}

const table = 'the same as JSONL, CSV or Parquet';

/** Files in which people keep records, and which are not read here. */
const kinds: readonly OtherKind[] = [
  {
    name: /\.(?:xlsx?|xlsm|ods|numbers)$/i,
    what: 'a spreadsheet',
    expected: 'the sheet as CSV (save as CSV UTF-8)'
  },
  { name: /\.(?:pkl|pickle|pt|pth|joblib)$/i, what: 'a pickle, which only Python opens', expected: table },
  { name: /\.(?:arrow|feather)$/i, what: 'an Arrow file', expected: `${table} (dataset.to_parquet)` },
  { name: /\.(?:avro|orc|tfrecords?|mdb|msgpack)$/i, what: 'a binary file of records', expected: table },
  {
    name: /\.ipynb$/i,
    what: 'a notebook',
    expected: 'the predictions that it writes, as JSONL, CSV or Parquet'
  },
  { name: /\.(?:npy|npz|h5|hdf5|mat)$/i, what: 'an array, not records', expected: table },
  { name: /\.(?:sqlite3?|db|duckdb)$/i, what: 'a database', expected: table },
  { name: /\.(?:docx?|pdf|rtf)$/i, what: 'a document', expected: table },
  {
    name: /\.(?:crdownload|part|partial|download|tmp)$/i,
    what: 'a download that has not ended',
    expected: 'the whole file'
  },
  {
    name: /\.(?:zip|7z|tar|rar)\.\d{3}$|\.z\d\d$|\.part\d+\.rar$/i,
    what: 'one part of an archive in several',
    expected: 'the files themselves (join and unpack it, and drop the folder)'
  }
];

export const kindOf = (path: string): OtherKind | undefined => kinds.find(({ name }) => name.test(path));

/** @param isBeside there are predictions in other files, so that this one may be no matter */
export function describeOtherKind(file: string, isBeside: boolean): Problem | null {
  const kind = kindOf(file);
  if (!kind) return null;
  const severity = isBeside ? 'note' : 'warning';
  const what = `${kind.what}; not read`;
  return { code: 'other-kind', severity, where: { file }, what, expected: kind.expected };
}
