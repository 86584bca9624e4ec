import type { JsonValue } from '../core/json';
import { memoise } from '../core/memoise';
import type { FileTree } from '../dataset/FileTree';
import { openFiles } from '../dataset/openFiles';
import { formatProblem } from '../core/problem';
import { parseJson } from '../predictions/parseJson';

const archive = 'golden.zip';

/** The golden vectors as the build packed them from tests/golden; nothing is unpacked before it is read. */
export class Vectors {
  /** Most files serve several checks, and unpacking takes longer than checking. */
  readonly #read: (path: string) => Promise<Uint8Array<ArrayBuffer>>;

  private constructor(tree: FileTree) {
    this.#read = memoise((path) => readEntry(tree, path));
  }

  /** @throws Error when the archive is damaged; the signal's reason once it is aborted */
  static async open(file: Blob, signal?: AbortSignal): Promise<Vectors> {
    const { tree, problems } = await openFiles([{ path: archive, file: new File([file], archive) }], signal);
    const [problem] = problems;
    if (problem) throw new Error(`the golden vectors cannot be read: ${formatProblem(problem)}`);
    return new Vectors(tree);
  }

  /** Fresh bytes each time, which the caller may hand to a worker. */
  async readBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
    return (await this.#read(path)).slice();
  }

  /** A table of expected values; its shape is what the caller says, since tests/golden holds it. */
  async readJson<Table>(path: string): Promise<Table> {
    return JSON.parse(await this.#readText(path)) as Table;
  }

  /** The same, read as the records that people drop are read. */
  async readAsRecords(path: string): Promise<JsonValue> {
    return parseJson(await this.#readText(path)).value;
  }

  async #readText(path: string): Promise<string> {
    return new TextDecoder().decode(await this.#read(path));
  }
}

async function readEntry(tree: FileTree, path: string): Promise<Uint8Array<ArrayBuffer>> {
  const entry = tree.get(`${archive}/${path}`);
  if (!entry) throw new Error(`the golden vectors lack ${path}`);
  return entry.read();
}
