import { describe, expect, it } from 'vitest';
import type { SortedFile } from '../../src/lib/predictions/classifyRecords';
import { parseFileName } from '../../src/lib/predictions/fileName';
import { nameGroups } from '../../src/lib/predictions/nameGroups';

/** Names of systems whose files are these; `path = name` for those that a person named. */
const name = (...groups: string[]): string[] =>
  nameGroups(
    groups.map((group) => {
      const [path = '', chosen = null] = group.split(' = ');
      return { chosen, file: { path, name: parseFileName(path) } as SortedFile };
    })
  );

describe('the names of systems', () => {
  it.each<[groups: string[], names: string[]]>([
    [
      ['gpt_vqa.jsonl', 'b/llava.csv'],
      ['gpt', 'llava']
    ],
    // A name that says nothing gives way to what tells the places apart,
    [
      ['runs/gpt/predictions.jsonl', 'runs/llava/predictions.jsonl'],
      ['gpt', 'llava']
    ],
    [
      ['runs/gpt/out/results.jsonl', 'runs/llava/2/out/results.jsonl'],
      ['gpt', 'llava/2']
    ],
    [
      ['gpt.zip/predictions.jsonl', 'llava.tar.gz/predictions.jsonl'],
      ['gpt', 'llava']
    ],
    // unless archives and folders are called alike;
    [
      ['gpt.zip/predictions.jsonl', 'gpt/predictions.jsonl'],
      ['gpt.zip', 'gpt']
    ],
    // any other name is kept before it.
    [
      ['a/gpt.jsonl', 'b/GPT.csv'],
      ['gpt (a)', 'GPT (b)']
    ],
    [
      ['a/x/gpt.jsonl', 'a/y/x/gpt.jsonl'],
      ['gpt', 'gpt (y)']
    ],
    [
      ['a/gpt.jsonl', 'gpt.jsonl'],
      ['gpt (a)', 'gpt']
    ],
    [
      ['a/a/gpt.jsonl', 'a/gpt.jsonl'],
      ['gpt (a)', 'gpt']
    ],
    // In one place the file tells, and then a number.
    [
      ['a/gpt_vqa.jsonl', 'a/gpt_vqa.csv', 'a/gpt-vqa.csv'],
      ['gpt', 'gpt (gpt_vqa.csv)', 'gpt (gpt-vqa.csv)']
    ],
    [
      ['a/gpt_vqa.jsonl', 'a/gpt_vqa.jsonl', 'a/gpt_vqa.jsonl', 'a/gpt_vqa.jsonl'],
      ['gpt', 'gpt (gpt_vqa.jsonl)', 'gpt (gpt_vqa.jsonl) 2', 'gpt (gpt_vqa.jsonl) 3']
    ],
    // What a person chose stays as it is, and nobody else is called so.
    [
      ['a/gpt.jsonl = mine', 'b/mine.jsonl'],
      ['mine', 'mine (b)']
    ],
    [
      ['a/gpt.jsonl', 'x.jsonl = gpt'],
      ['gpt (a)', 'gpt']
    ],
    [
      ['gpt.jsonl', 'x.jsonl = gpt'],
      ['gpt 2', 'gpt']
    ],
    [
      ['x.jsonl = a', 'y.jsonl = A'],
      ['a', 'A']
    ],
    [[], []]
  ])('of %j are %j', (groups, names) => expect(name(...groups)).toEqual(names));
});
