import { describe, expect, it } from 'vitest';
import type { SystemPredictions } from '../../src/lib/predictions/drop';
import { noChoices, renameSystem, splitSystem } from '../../src/lib/predictions/fileChoices';

/** Systems by name, each of these files; those behind a `+` only give it scores. */
function makeSystems(files: Readonly<Record<string, readonly string[]>>): SystemPredictions[] {
  return Object.entries(files).map(([system, paths]) => ({
    system,
    rows: [],
    files: paths.map((path) => ({
      path: path.replace('+', ''),
      records: 1,
      holds: path.startsWith('+') ? 'scores' : 'predictions'
    }))
  }));
}

const systems = makeSystems({
  gpt: ['run/gpt_vqa.jsonl', 'run/gpt_edit.jsonl', '+run/gpt_eval.jsonl'],
  llava: ['llava.csv'],
  qwen: ['qwen.csv']
});
const matchedIds = new Set(['qwen.csv']);

describe('a name for a system', () => {
  it('is that of all its files, and leaves the others alone', () => {
    const choices = { ...noChoices, matchedIds, systems: new Map([['qwen.csv', 'Qwen']]) };
    expect(renameSystem(choices, systems, 'gpt', 'GPT 5')).toEqual({
      ...choices,
      systems: new Map([
        ['qwen.csv', 'Qwen'],
        ['run/gpt_vqa.jsonl', 'GPT 5'],
        ['run/gpt_edit.jsonl', 'GPT 5'],
        ['run/gpt_eval.jsonl', 'GPT 5']
      ])
    });
    expect(choices.systems.size).toBe(1);
  });

  it('of another makes one of the two', () => {
    expect([...renameSystem(noChoices, systems, 'llava', 'qwen').systems]).toEqual([
      ['llava.csv', 'qwen'],
      ['qwen.csv', 'qwen']
    ]);
  });
});

describe('a system that is taken apart', () => {
  const split = (files: Readonly<Record<string, readonly string[]>>, chosen: [string, string][] = []) =>
    Object.fromEntries(
      splitSystem({ ...noChoices, systems: new Map(chosen) }, makeSystems(files), 'm').systems
    );

  it('is one of each file, called as the file; files of scores go where names lead them', () => {
    const chosen: [string, string][] = [
      ['a/m_vqa.jsonl', 'm'],
      ['+', 'x'],
      ['a/scores.jsonl', 'm']
    ];
    expect(split({ m: ['a/m_vqa.jsonl', 'a/m_edit.tar.csv', '+a/scores.jsonl'] }, chosen)).toEqual({
      'a/m_vqa.jsonl': 'm_vqa',
      'a/m_edit.tar.csv': 'm_edit.tar',
      '+': 'x'
    });
  });

  it('has as much of their paths in its names as tells them apart', () => {
    expect(split({ m: ['a/1/p.jsonl', 'b/1/p.jsonl', 'b/2/p.jsonl', 'p.jsonl'] })).toEqual({
      'a/1/p.jsonl': 'p',
      'b/1/p.jsonl': '1/p',
      'b/2/p.jsonl': '2/p',
      'p.jsonl': 'p.jsonl'
    });
    expect(split({ m: ['b/p.jsonl'], p: [] })).toEqual({ 'b/p.jsonl': 'b/p' });
  });

  it('may leave its own name to one of its files, and does not touch other systems', () => {
    expect(split({ m: ['m.jsonl', 'n.jsonl'], other: ['o.jsonl'] })).toEqual({
      'm.jsonl': 'm',
      'n.jsonl': 'n'
    });
    expect(split({ other: ['o.jsonl'] })).toEqual({});
  });
});
