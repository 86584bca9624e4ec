import { describe, expect, it } from 'vitest';
import { sniffLayout, type Layout } from '../../src/lib/predictions/sniffLayout';

const cases: Readonly<Record<Layout, readonly string[][]>> = {
  lines: [
    ['{"a": 1}'],
    ['{"a": 1}', '{"a": 2}'],
    ['{"a": 1}', 'garbage'],
    ['{"a": 1,', '{"b": 2}'],
    ['{"a": 1', '  {"b": 2}'],
    // A line that was cut, and the next one.
    ['{"a": ', '{"a": 2}'],
    ['{"a": "b'],
    // It ends like a record, though it is broken.
    ["{'a': 1}", '"b"'],
    ['{"a": 1}}', '"b"'],
    ['{"a": "b!', 'c"}'],
    [],
    ['a report of a case'],
    ['see <html>'],
    // One name is no table, nor are names that nobody knows, nor texts with commas.
    ['response'],
    ['first,second'],
    ['The answer, in short'],
    ['id, 7th lobe'],
    ['id,response', '{"a": 1}'],
    ['id,response', '  {"a": 1}'],
    [`id,${'x'.repeat(65)}`],
    ['identity,other'],
    ['my id,other'],
    ['x"y,id'],
    ['xsep=;'],
    ['sep=;x']
  ],
  document: [
    ['['],
    ['[{"a": 1}]', '[{"a": 2}]'],
    ['  [1]'],
    ['{', '"a": 1'],
    ['{"a": [', '1'],
    ['{"a": {', '"b": 1'],
    ['{"a": 1,', '"b": 2'],
    ['{"a":', '1'],
    ['{"a": "b"', ', "c": 1'],
    ['  {"a": tru', ' e}'],
    ['{ ', ' "a": 1'],
    ['{"a": 1} {', '"b": 2'],
    // Records with commas behind them.
    ['{"a": 1},', '{"a": 2},'],
    ['{"a": 1} , ', '{"a": 2}'],
    ['{"a": 1},']
  ],
  table: [
    ['sample_id,response'],
    ['sample id;x'],
    ['sample-id\tx'],
    ['SampleId|x', '1|2'],
    ['x,ID'],
    ['"x","Output Image"'],
    [' prediction , befund_ü '],
    ['instruction,x.1'],
    ['paper_task,a-b'],
    ['answer,_x'],
    [`id,${'x'.repeat(64)}`],
    ['sep=;', 'a;b'],
    ['"sep=\t"'],
    [' SEP= ']
  ],
  html: [
    ['<!DOCTYPE html>'],
    ['  <html lang="en">'],
    ['<head>'],
    ['<body class="x">'],
    ['<?xml version="1.0"?>'],
    ['<!-- x -->']
  ],
  lfs: [['version https://git-lfs.github.com/spec/v1', 'oid sha256:00']]
};

describe('how records stand in a text', () => {
  it.each(
    Object.entries(cases).flatMap(([layout, texts]) =>
      texts.map((lines) => [layout as Layout, lines] as const)
    )
  )('%s: %j', (layout, lines) => {
    expect(sniffLayout(lines, false)).toBe(layout);
    // What is called a table is one where the text says nothing else.
    expect(sniffLayout(lines, true)).toBe(
      layout === 'lines' && !lines[0]?.startsWith('{') ? 'table' : layout
    );
  });
});
