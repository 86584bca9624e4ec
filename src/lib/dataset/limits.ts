/** DEFLATE cannot do better than this, so an archive that claims more lies or reads some bytes twice. */
export const deflateMaxRatio = 1032;

/** One file out of an archive: far above any image or JSONL of a run, and what a tab can still hold. */
export const maxEntryBytes = 2 ** 30;

/** A .tar.gz has to be unpacked whole before a file in it can be reached. */
export const maxUnpackedTarBytes = 2 ** 33;

/** A packed text is refused earlier: no image can lie in it that is all of one colour. */
export const minTextBombBytes = 2 ** 24;

/** Of so much unpacked nothing of a run packs better than this: records that repeat themselves reach a tenth of it. */
export const minBombBytes = 2 ** 26;
export const maxTextRatio = 500;
