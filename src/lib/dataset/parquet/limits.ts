/** 11,105 images in 6,623 rows make a footer of some kilobytes; far more is not one. */
export const maxFooterBytes = 2 ** 26;

/** So much of one column at once is what a tab can still hold, packed and unpacked. */
export const maxChunkBytes = 2 ** 30;

export const maxRowGroups = 100_000;

/** No codec of Parquet packs better than this; a page that claims more is damaged or a bomb. */
export const maxPackRatio = 2 ** 16;
