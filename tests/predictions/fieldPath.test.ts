import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import { listPaths, namesOf, readPath } from '../../src/lib/predictions/fieldPath';

const paths = (fields: JsonObject, closed: readonly string[] = []) =>
  listPaths(fields, (name) => closed.includes(name));

/** A conversation of which the system said `last` at last. */
const chat = (last: JsonObject['content'], speaker = 'assistant', key = 'role') => [
  { [key]: 'user', content: 'What is seen?' },
  { [key]: speaker, content: 'Wait.' },
  { [key]: 'user', content: 'Well?' },
  { [key]: speaker, content: last }
];

describe('the values inside of a record', () => {
  it('are named by what leads to them; values at the top are no news', () => {
    expect(paths({ id: 1, doc: { sample_id: 'a', meta: { n: null } }, resps: [['x', 'y'], ['z']] })).toEqual({
      'doc.sample_id': 'a',
      'doc.meta.n': null,
      'resps.0.0': 'x'
    });
  });

  it('are not looked for in closed fields, nor under a name that a field of the record has', () => {
    expect(paths({ a: { b: 1 }, c: { d: 2 } }, ['c'])).toEqual({ 'a.b': 1 });
    expect(paths({ a: { b: 1 }, 'a.b': 2 })).toEqual({});
  });

  it('lie at most eight names deep, and are at most eighty', () => {
    const nest = (levels: number): JsonObject => (levels === 0 ? { end: 1 } : { x: nest(levels - 1) });
    expect(Object.keys(paths({ x: nest(6) }))).toEqual(['x.x.x.x.x.x.x.end']);
    expect(paths({ x: nest(7) })).toEqual({});
    const wide = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`n${i}`, i]));
    expect(Object.keys(paths({ wide }))).toEqual(Array.from({ length: 80 }, (_, i) => `wide.n${i}`));
  });

  it('of messages are those that the system said', () => {
    expect(paths({ messages: chat('A cyst.') })).toEqual({
      'messages.*.role': 'assistant',
      'messages.*.content': 'A cyst.'
    });
    const parts = [
      { type: 'thinking', text: 'Hm.' },
      { type: 'text', text: 'A cyst.' }
    ];
    expect(paths({ content: parts })).toEqual({ 'content.*.type': 'text', 'content.*.text': 'A cyst.' });
    expect(paths({ parts: [{ thought: true, text: 'Hm.' }, { text: 'A cyst.' }] })).toEqual({
      'parts.*.text': 'A cyst.'
    });
  });

  it('of other lists are those of the first item', () => {
    expect(paths({ list: [{ text: 'a' }, { text: 'b' }] })).toEqual({ 'list.0.text': 'a' });
    expect(paths({ list: [{ role: 'user', content: 'only a question' }] })).toEqual({
      'list.0.role': 'user',
      'list.0.content': 'only a question'
    });
    expect(paths({ mixed: ['a', { role: 'assistant', content: 'b' }], empty: [] })).toEqual({
      'mixed.0': 'a'
    });
  });
});

describe('a path leads', () => {
  it('to a field of that very name first', () => {
    expect(readPath({ 'a.b': 1, a: { b: 2 } }, 'a.b')).toBe(1);
    expect(readPath({ a: { b: 2 } }, 'a.b')).toBe(2);
  });

  it('through lists by number, and nowhere where a step is missing', () => {
    const record = { a: [{ b: ['x', 'y'] }], text: 'abc', none: null };
    expect(readPath(record, 'a.0.b.1')).toBe('y');
    for (const path of ['a.1.b', 'a.b', 'text.0', 'text.length', 'none.x', 'missing', 'a.0.c', 'toString'])
      expect(readPath(record, path)).toBeUndefined();
    expect(readPath(record, 'none')).toBeNull();
    expect(readPath({ a: {} }, 'a.constructor')).toBeUndefined();
  });

  it.each([
    ['assistant', 'role'],
    ['model', 'role'],
    ['gpt', 'from']
  ])('to the last that %s said (%s)', (speaker, key) => {
    expect(readPath({ messages: chat('A cyst.', speaker, key) }, 'messages.*.content')).toBe('A cyst.');
  });

  it('to nothing where only others spoke', () => {
    expect(readPath({ messages: [{ role: 'user', content: 'x' }] }, 'messages.*.content')).toBeUndefined();
    expect(readPath({ messages: 'text' }, 'messages.*.content')).toBeUndefined();
  });

  it('to all parts of a text together, without thoughts and calls', () => {
    const content = [
      { type: 'thinking', text: 'Hm.' },
      { type: 'text', text: 'A ' },
      { type: 'tool_use', text: 'look()' },
      { type: 'output_text', text: 'cyst.' }
    ];
    expect(readPath({ content }, 'content.*.text')).toBe('A cyst.');
    expect(readPath({ messages: chat(content as never) }, 'messages.*.content.*.text')).toBe('A cyst.');
    const gemini = [{ thought: true, text: 'Hm.' }, { text: 'A cyst.' }];
    expect(readPath({ parts: gemini }, 'parts.*.text')).toBe('A cyst.');
    const numbers = [
      { type: 'text', text: 1 },
      { type: 'text', text: 2 }
    ];
    expect(readPath({ content: numbers }, 'content.*.text')).toBe(1);
    const mixed = [
      { type: 'text', text: 'A' },
      { type: 'text', text: 2 }
    ];
    expect(readPath({ content: mixed }, 'content.*.text')).toBe('A');
    const log = [{ note: 'begin' }, ...chat('A cyst.')];
    expect(readPath({ log: ['begin', ...log] as never }, 'log.*.content')).toBe('A cyst.');
  });
});

it.each([
  ['doc.sample_id', ['sample_id', 'doc.sample_id']],
  ['resps.0.0', ['resps', 'resps']],
  ['messages.*.content', ['content', 'messages.content']],
  ['a.b.c', ['c', 'b.c']],
  ['a1.b', ['b', 'a1.b']],
  ['1a.b', ['b', '1a.b']],
  ['x.12', ['x', 'x']],
  ['0', ['0', '']]
])('%s may be called %j', (path, names) => expect(namesOf(path)).toEqual(names));
