import {
  ERR_BAD_FORMAT,
  ERR_ENCRYPTED_CENTRAL_DIRECTORY,
  ERR_EOCDR_NOT_FOUND,
  type Entry,
  type EntryError
} from '@zip.js/zip.js/lib/zip-core-custom.js';
import { DataError, type Problem } from '../core/problem';
import { deflateMaxRatio, maxEntryBytes, maxTextRatio } from './limits';

export type ZipFile = Extract<Entry, { directory: false }>;

const unpackIt = 'plain files (unpack it and drop the folder)';

const describeEntryError = ({ message, reason }: EntryError) => (reason ? `${message}: ${reason}` : message);

/** The first of many, so that a million bad names are one line. */
const quoteFirst = (names: readonly string[]): string => {
  const first = JSON.stringify(names[0]);
  return names.length === 1 ? first : `${first} and ${names.length - 1} others`;
};

export function describeRefusal(path: string, error: EntryError): Problem {
  const base = { severity: 'error', where: { file: path } } as const;
  if (error.message === ERR_ENCRYPTED_CENTRAL_DIRECTORY) {
    const expected = 'a ZIP without a password';
    return { ...base, code: 'zip-encrypted', what: 'the list of its files is encrypted', expected };
  }
  if (error.message === ERR_EOCDR_NOT_FOUND || error.message === ERR_BAD_FORMAT) {
    const got = 'no end of a ZIP in it';
    return { ...base, code: 'zip-refused', what: 'not a ZIP, or cut short', got, expected: 'a whole ZIP' };
  }
  const what = 'the whole ZIP is refused';
  return { ...base, code: 'zip-refused', what, got: describeEntryError(error), expected: unpackIt };
}

export function describeAmbiguity(path: string, reason: string): Problem {
  return {
    code: 'zip-refused',
    severity: 'error',
    where: { file: path },
    what: 'the whole ZIP is refused',
    got: reason,
    expected: `a ZIP that can be read in one way only, or ${unpackIt}`
  };
}

export function describeBomb(
  path: string,
  claimedBytes: number,
  sizeBytes: number,
  maxRatio = deflateMaxRatio
): Problem {
  return {
    code: 'zip-bomb',
    severity: 'error',
    where: { file: path },
    what: 'the whole ZIP is refused: its files claim more bytes than it can hold',
    got: `${claimedBytes} bytes`,
    expected: `at most ${maxRatio} times its ${sizeBytes} bytes`
  };
}

export function describeOverlaps(path: string, packedBytes: number, sizeBytes: number): Problem {
  return {
    code: 'zip-bomb',
    severity: 'error',
    where: { file: path },
    what: 'the whole ZIP is refused: its files overlap',
    got: `${packedBytes} packed bytes`,
    expected: `at most its ${sizeBytes} bytes`
  };
}

export function describeEntryBomb(path: string, { compressedSize, uncompressedSize }: ZipFile): Problem {
  return {
    code: 'zip-bomb',
    severity: 'error',
    where: { file: path },
    what: 'the file is packed too well to be one of a run, and is left out',
    got: `${uncompressedSize} bytes in ${compressedSize}`,
    expected: `at most ${maxTextRatio} times as many (drop it unpacked)`
  };
}

export function describeUnsafeNames(path: string, files: readonly ZipFile[]): Problem[] {
  if (files.length === 0) return [];
  return [
    {
      code: 'archive-name',
      severity: 'error',
      where: { file: path },
      what: 'a file in it points outside of the archive and is left out',
      got: quoteFirst(files.map(({ filename }) => filename)),
      expected: 'a relative path without ".."'
    }
  ];
}

/** Which of two files is meant is not for a reader to say; all others are read. */
export function describeDuplicates(path: string, names: readonly string[]): Problem[] {
  if (names.length === 0) return [];
  return [
    {
      code: 'archive-duplicate',
      severity: 'error',
      where: { file: path },
      what: 'a name stands for two files in it, and both are left out',
      got: quoteFirst(names),
      expected: 'each name once (unpack it and drop the folder)'
    }
  ];
}

export function describeFullFolder(path: string, name: string): Problem {
  return {
    code: 'archive-name',
    severity: 'error',
    where: { file: path },
    what: 'a folder in it has bytes like a file and is left out',
    got: JSON.stringify(name),
    expected: 'a file or a folder'
  };
}

export function describeHuge(path: string, entry: ZipFile): Problem {
  return {
    code: 'archive-entry-size',
    severity: 'error',
    where: { file: path },
    what: 'the file is too large to be read out of an archive',
    got: `${entry.uncompressedSize} bytes`,
    expected: `at most ${maxEntryBytes} (drop it unpacked)`
  };
}

export function describeLinks(path: string, links: readonly ZipFile[]): Problem[] {
  return links.map(({ filename }) => ({
    code: 'zip-link',
    severity: 'warning',
    where: { file: path },
    what: 'a link in it is not followed',
    got: JSON.stringify(filename),
    expected: 'plain files'
  }));
}

export function describeEncrypted(path: string, files: readonly ZipFile[]): Problem[] {
  const encrypted = files.filter((entry) => entry.encrypted).length;
  if (encrypted === 0) return [];
  return [
    {
      code: 'zip-encrypted',
      severity: 'error',
      where: { file: path },
      what: 'files in it are encrypted and cannot be read',
      got: `${encrypted} of ${files.length} files encrypted`,
      expected: 'a ZIP without a password'
    }
  ];
}

const methods: Readonly<Record<number, string>> = {
  1: 'Shrink',
  6: 'Implode',
  9: 'Deflate64',
  12: 'BZIP2',
  14: 'LZMA',
  20: 'Zstandard',
  93: 'Zstandard',
  95: 'XZ',
  98: 'PPMd'
};

/** @param files those of a method that is not read */
export function describeMethods(path: string, files: readonly ZipFile[]): Problem[] {
  if (files.length === 0) return [];
  const used = [...new Set(files.map(({ compressionMethod }) => compressionMethod))];
  const names = used.map((method) => methods[method] ?? `method ${method}`).join(', ');
  return [
    {
      code: 'zip-method',
      severity: 'error',
      where: { file: path },
      what: 'files in it are packed by a method that is not read here, and are left out',
      got: `${names} in ${files.length} files, the first ${JSON.stringify(files[0]!.filename)}`,
      expected: unpackIt
    }
  ];
}

/** Names that are neither ASCII nor UTF-8 are guessed as DOS wrote them; in China they are something else. */
export function describeNames(path: string, files: readonly ZipFile[]): Problem[] {
  const guessed = files.filter(
    ({ rawFilename, filenameUTF8 }) => !filenameUTF8 && rawFilename.some((byte) => byte > 0x7f)
  );
  if (guessed.length === 0) return [];
  return [
    {
      code: 'zip-names',
      severity: 'error',
      where: { file: path },
      what: 'the names of files in it are in an encoding that the ZIP does not tell (GBK, Shift-JIS, …), and may not be found',
      got: `${JSON.stringify(guessed[0]!.filename)} as one of ${guessed.length}`,
      expected: unpackIt
    }
  ];
}

/** Bytes around a ZIP: readers skip them, and people should know. */
export function describeExtraBytes(path: string, reasons: ReadonlySet<string>): Problem[] {
  const places = [
    ...(reasons.has('prepended data') ? ['before'] : []),
    ...(reasons.has('appended data') ? ['behind'] : [])
  ];
  return places.map((place) => ({
    code: 'zip-extra',
    severity: 'warning',
    where: { file: path },
    what: `the file goes on ${place} the ZIP; only the ZIP is read`,
    expected: 'nothing else in the file'
  }));
}

export function describeDamage(path: string, error: unknown): DataError {
  return new DataError({
    code: 'archive-entry-damaged',
    where: { file: path },
    what: 'the file is damaged inside the ZIP',
    got: error instanceof Error ? describeEntryError(error) : String(error),
    expected: 'the bytes that were packed'
  });
}
