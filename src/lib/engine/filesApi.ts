import type { Reply } from './api';

/** A file of the disk; the worker reads it, and none of its bytes pass the page's thread. */
export interface FileToRead {
  readonly path: string;
  readonly blob: Blob;
}

export interface HashedBytes {
  /** Perhaps a stretch of a buffer that the other files of the call share; the buffer is moved, not copied. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

export interface FilesApi {
  /** One answer a file, in their order; what cannot be read costs the others nothing. */
  read(files: readonly FileToRead[]): Promise<Reply<readonly Reply<HashedBytes>[]>>;
}
