import { splitPath } from '../filePath';
import type { ImagePlace } from './ShardImages';

/** `vqa/train-00000-of-00001/000012/input_images/0/x.png` */
const pattern = /^(.+)\/(\d{6,})\/(input_images|output_images)\/(\d+)\/([^/]*)$/;

/** The path under which samples name an image of a shard. @param shard `config/stem` */
export function formatImagePath(shard: string, { row, column, index, name }: ImagePlace): string {
  return `${shard}/${padRow(row)}/${column}/${index}/${splitPath(name).at(-1) ?? ''}`;
}

export function parseImagePath(path: string): { readonly shard: string; readonly place: ImagePlace } | null {
  const [, shard = '', row, column, index, name = ''] = pattern.exec(path) ?? [];
  if (column !== 'input_images' && column !== 'output_images') return null;
  return { shard, place: { row: Number(row), column, index: Number(index), name } };
}

/** Rows as the ids of the release write them. */
export const padRow = (row: number): string => String(row).padStart(6, '0');
