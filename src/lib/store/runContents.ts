import { delMany, get, set } from 'idb-keyval';
import type { Problem } from '../core/problem';
import type { ScoreRow } from '../core/score';
import { contents } from './databases';

/** The heavy part of a run, read only when it is opened. */
export interface RunContents {
  readonly rows: readonly ScoreRow[];
  readonly problems: readonly Problem[];
  /** Keys of the rows' entries in the score cache. */
  readonly fingerprints: readonly string[];
}

/**
 * A browser copies what it stores and reads in one go, so that a hundred thousand rows at once would freeze the page: they
 * lie in pieces, under keys of their own. The head names those that count; releases before had all in the head.
 */
interface Head {
  readonly writing: string;
  readonly pieces: number;
}

const rowsAPiece = 1000;

/** Durable when it resolves, all or nothing: the head is written last. */
export async function writeContents(id: string, written: RunContents): Promise<void> {
  const earlier = await get<Head | RunContents>(id, contents());
  const head: Head = { writing: crypto.randomUUID(), pieces: countPieces(written) };
  for (let i = 0; i < head.pieces; i++) await set(keyOf(id, head, i), cut(written, i), contents());
  await set(id, head, contents());
  await deletePieces(id, earlier);
}

/** Null where there are none. */
export async function readContents(id: string): Promise<RunContents | null> {
  const head = await get<Head | RunContents>(id, contents());
  if (!head || 'rows' in head) return head ?? null;
  const rows: ScoreRow[] = [];
  const problems: Problem[] = [];
  const fingerprints: string[] = [];
  for (let i = 0; i < head.pieces; i++) {
    const piece = await get<RunContents>(keyOf(id, head, i), contents());
    if (!piece) return readAgain(id, head);
    rows.push(...piece.rows);
    problems.push(...piece.problems);
    fingerprints.push(...piece.fingerprints);
  }
  return { rows, problems, fingerprints };
}

/** Another tab wrote the run anew while it was read; where the head is still the same, a piece is lost. */
async function readAgain(id: string, { writing }: Head): Promise<RunContents | null> {
  const head = await get<Head | RunContents>(id, contents());
  const isNew = head !== undefined && ('rows' in head || head.writing !== writing);
  return isNew ? readContents(id) : null;
}

export async function deleteContents(id: string): Promise<void> {
  const head = await get<Head | RunContents>(id, contents());
  await delMany([id], contents());
  await deletePieces(id, head);
}

async function deletePieces(id: string, head: Head | RunContents | undefined): Promise<void> {
  if (!head || 'rows' in head) return;
  await delMany(
    Array.from({ length: head.pieces }, (_, i) => keyOf(id, head, i)),
    contents()
  );
}

const keyOf = (id: string, { writing }: Head, i: number): string => `${id}/${writing}/${i}`;

const countPieces = ({ rows, problems, fingerprints }: RunContents): number =>
  Math.ceil(Math.max(rows.length, problems.length, fingerprints.length) / rowsAPiece);

function cut({ rows, problems, fingerprints }: RunContents, i: number): RunContents {
  const [start, end] = [i * rowsAPiece, (i + 1) * rowsAPiece];
  return {
    rows: rows.slice(start, end),
    problems: problems.slice(start, end),
    fingerprints: fingerprints.slice(start, end)
  };
}
