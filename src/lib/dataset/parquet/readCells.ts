import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { assembleNested } from 'hyparquet/src/assemble.js';
import { readColumn } from 'hyparquet/src/column.js';
import { flatten } from 'hyparquet/src/utils.js';
import type { DecodedArray, SchemaTree } from 'hyparquet/src/types.js';
import { checkPages } from './checkPages';
import { isRepeated, listLeaves, type ColumnNode } from './ColumnNode';
import { damaged, fence } from './damaged';
import type { Cell, ColumnTask } from './ParquetDecoder';
import { cellMaker } from './toCell';
import { unpackers } from './unpackers';

/** Values are made of what is stored here, not there: its decimals are products, its times lose digits. */
const parsers = { ...DEFAULT_PARSERS, timestampFromNanoseconds: (nanos: bigint) => nanos };

/**
 * The values of one column of any table, a row each, with all that lies below the column.
 * @throws DataError
 */
export function readCells(task: ColumnTask): Promise<readonly Cell[]> {
  const { file, column, rows } = task;
  return fence(file, `${column.name} cannot be decoded`, () => {
    const tree = toTree(column);
    const values = new Map<string, DecodedArray>();
    listLeaves(column).forEach(({ node, path }, i) => {
      values.set(path.join('.'), readLeafValues(task, i, node, path, tree));
    });
    if (tree.children.length > 0) assembleNested(values, tree, parsers);
    const read = values.get(column.name)!;
    const toValue = makeReader(column, task.isText);
    return Array.from({ length: rows }, (_, row) => toValue(read[row]));
  });
}

/** What one leaf holds: a value a row, in lists where it or a group above it repeats. */
function readLeafValues(
  { file, leaves, rows }: ColumnTask,
  i: number,
  { element }: ColumnNode,
  path: readonly string[],
  tree: SchemaTree
): DecodedArray {
  const { meta, bytes } = leaves[i]!;
  checkPages({ file, leaf: path.join('.'), meta, bytes, isWhole: true });
  const schemaPath = [{ count: 1, path: [], children: [tree], element: { name: 'schema' } }, tree];
  for (const name of path.slice(1)) {
    schemaPath.push(schemaPath.at(-1)!.children.find((child) => child.element.name === name)!);
  }
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), offset: 0 };
  const { data } = readColumn(
    reader,
    { groupStart: 0, selectStart: 0, selectEnd: rows, groupRows: rows },
    {
      pathInSchema: [...path],
      type: meta.type,
      element: toPlainElement(element),
      schemaPath,
      codec: meta.codec,
      parsers,
      compressors: unpackers,
      utf8: false
    }
  );
  const values = flatten(data);
  if (values.length === rows) return values;
  throw damaged(file, `${path.join('.')} has ${values.length} rows`, undefined, `${rows} rows`);
}

/** The schema below a column without a word on what the values mean, so that the decoder hands them on as they are. */
function toTree(node: ColumnNode, above: readonly string[] = []): SchemaTree {
  const path = [...above, node.name];
  const children = node.children.map((child) => toTree(child, path));
  const element = { ...toPlainElement(node.element), num_children: children.length };
  return { count: 1 + children.reduce((sum, { count }) => sum + count, 0), element, children, path };
}

function toPlainElement({ name, type, type_length, repetition_type }: ColumnNode['element']) {
  return {
    name,
    ...(type && { type }),
    ...(type_length !== undefined && { type_length }),
    ...(repetition_type && { repetition_type })
  };
}

type Fields = Readonly<Record<string, unknown>>;
type Reader = (value: unknown) => Cell;

/** How what the decoder put together becomes the value of a record. */
function makeReader(node: ColumnNode, isText: boolean): Reader {
  const read = makeItemReader(node, isText);
  return isRepeated(node) ? (value) => toList(value).map(read) : read;
}

/** The same for one of the items of a node that repeats. */
function makeItemReader(node: ColumnNode, isText: boolean): Reader {
  const readers: Record<ColumnNode['role'], () => Reader> = {
    value: () => cellMaker(node.element, isText),
    struct: () => structReader(node, isText),
    list: () => listReader(node, isText),
    'bare-list': () => listReader(node, isText),
    map: () => mapReader(node, isText)
  };
  const read = readers[node.role]();
  return (value) => (value === null || value === undefined ? null : read(value));
}

function structReader({ children }: ColumnNode, isText: boolean): Reader {
  const fields = children.map((child) => [child.name, makeReader(child, isText)] as const);
  return (value) => toStructure(fields.map(([name, read]) => [name, read((value as Fields)[name])]));
}

/**
 * Writers give every row all fields that one row has: those without a value are not the record's. A structure without any
 * is none.
 */
function toStructure(fields: readonly (readonly [string, Cell])[]): Cell {
  const filled = fields.filter(([, cell]) => cell !== null);
  return filled.length === 0 ? null : Object.fromEntries(filled);
}

function listReader({ role, children }: ColumnNode, isText: boolean): Reader {
  const inner = children[0]!;
  const item = role === 'list' ? inner.children[0]! : inner;
  const read = role === 'list' ? makeReader(item, isText) : makeItemReader(item, isText);
  const pick = role === 'list' ? (one: unknown) => (one as Fields)[item.name] : (one: unknown) => one;
  return (value) => toList((value as Fields)[inner.name]).map((one) => read(pick(one)));
}

function mapReader({ children }: ColumnNode, isText: boolean): Reader {
  const inner = children[0]!;
  const [key, value] = inner.children;
  if (!key || !value) return () => null;
  const readKey = makeReader(key, isText);
  const readValue = makeReader(value, isText);
  return (map) =>
    toStructure(
      toList((map as Fields)[inner.name]).map((entry) => [
        String(readKey((entry as Fields)[key.name])),
        readValue((entry as Fields)[value.name])
      ])
    );
}

const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
