import type { SchemaElement } from 'hyparquet';

/**
 * What a node of the schema is to its rows. Lists and maps lie in groups of their own: `bare-list` has its items in the
 * repeated child itself (older writers), `list` one level below it.
 */
export type ColumnRole = 'value' | 'struct' | 'list' | 'bare-list' | 'map';

/** A column, or a part of one: plain data that crosses workers. */
export interface ColumnNode {
  readonly name: string;
  readonly role: ColumnRole;
  readonly element: SchemaElement;
  readonly children: readonly ColumnNode[];
  /** Which leaf of the file a value is, counted from 0; -1 for a group. */
  readonly leaf: number;
}

/**
 * The columns of a table, as the format's rules for lists and maps read the schema.
 * @throws RangeError for a schema that contradicts itself
 */
export function readColumnNodes(schema: readonly SchemaElement[]): readonly ColumnNode[] {
  let at = 0;
  let leaves = 0;
  const visit = (): ColumnNode => {
    const element = schema[at++];
    if (!element) throw new RangeError('the schema ends too early');
    const count = element.num_children ?? 0;
    const isLeaf = count === 0 && element.type !== undefined;
    const children: ColumnNode[] = [];
    for (let i = 0; i < count; i++) children.push(visit());
    const role = isLeaf ? 'value' : roleOf(element, children);
    return { name: element.name, role, element, children, leaf: isLeaf ? leaves++ : -1 };
  };
  return visit().children;
}

export const isRepeated = ({ element }: ColumnNode): boolean => element.repetition_type === 'REPEATED';

function roleOf(
  { name, converted_type, logical_type }: SchemaElement,
  children: readonly ColumnNode[]
): ColumnRole {
  const [inner] = children;
  if (!inner || children.length > 1 || !isRepeated(inner)) return 'struct';
  const isMap =
    logical_type?.type === 'MAP' || converted_type === 'MAP' || converted_type === 'MAP_KEY_VALUE';
  if (isMap && inner.children.length === 2) return 'map';
  // A map without values is a list of its keys.
  if (!isMap && logical_type?.type !== 'LIST' && converted_type !== 'LIST') return 'struct';
  return isItem(name, inner) ? 'bare-list' : 'list';
}

/** Whether the repeated child of a list is the item, and not a wrapping of it. */
function isItem(list: string, inner: ColumnNode): boolean {
  const [only] = inner.children;
  if (!only || inner.children.length > 1 || isRepeated(only)) return true;
  return inner.name === 'array' || inner.name === `${list}_tuple`;
}

/** The column without the values that are not wanted; null when nothing is left of it. */
export function pruneColumn(node: ColumnNode, isWanted: (value: ColumnNode) => boolean): ColumnNode | null {
  if (node.role === 'value') return isWanted(node) ? node : null;
  const children = node.children.flatMap((child) => pruneColumn(child, isWanted) ?? []);
  return children.length === 0 ? null : { ...node, children };
}

/** The values of a column with their names from the column down. */
export function listLeaves(
  node: ColumnNode,
  above: readonly string[] = []
): { readonly node: ColumnNode; readonly path: readonly string[] }[] {
  const path = [...above, node.name];
  if (node.role === 'value') return [{ node, path }];
  return node.children.flatMap((child) => listLeaves(child, path));
}
