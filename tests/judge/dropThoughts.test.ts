import { expect, it } from 'vitest';
import { dropThoughts } from '../../src/lib/judge/dropThoughts';

it.each([
  ['{"a":1}', '{"a":1}'],
  ['<think>{"a":0}</think>{"a":1}', '{"a":1}'],
  ['{"a":0} was begun before</think>\n{"a":1}', '\n{"a":1}'],
  ['<think>one</think><think>two</think>{"a":1}', '{"a":1}'],
  ['<thinking>{"a":0} and so', ''],
  ['I say {"a":1}. <think>But', 'I say {"a":1}. '],
  ['[THINK]{"a":0}[/THINK]{"a":1}', '{"a":1}'],
  ['◁think▷{"a":0}◁/think▷{"a":1}', '{"a":1}'],
  // With nothing behind it, the thought is all that there is.
  ['<think>{"a":1}</think>\n', '<think>{"a":1}</think>\n'],
  ['a lesion <3 cm that I think> is benign', 'a lesion <3 cm that I think> is benign']
])('of %j, %j is said', (text, said) => {
  expect(dropThoughts(text)).toBe(said);
});
