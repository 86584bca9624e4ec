import { describe, expect, it } from 'vitest';
import { composeRequest } from '../../src/lib/judge/composeRequest';
import { composeTexts } from '../../src/lib/judge/composeTexts';
import type { JudgeQuestion, JudgeSubject } from '../../src/lib/judge/JudgeQuestion';
import type { JudgeView } from '../../src/lib/benchmark/judge';
import { listPictures } from '../../src/lib/judge/listPictures';
import { hashPairPrompt } from '../../src/lib/judge/pair/pairPrompt';
import { parsePairVerdict } from '../../src/lib/judge/pair/parsePairVerdict';
import { referenceKernels } from '../../src/lib/kernels/reference/referenceKernels';
import { makeImage, makeOptions, makeQuestions, makeSubject } from './judgeTools';

describe('a request', () => {
  const { rules } = makeOptions('');

  it('has texts, pictures, and the rules', async () => {
    const subject = makeSubject(1, { inputs: [makeImage('a.png'), makeImage('b.png')] });
    const request = await composeRequest(
      { subject, view: 'w-gt', repeat: 0 },
      { ...rules, effort: 'low', imageDetail: 'high' },
      referenceKernels
    );
    expect(request).toMatchObject({ maxOutputTokens: 4096, effort: 'low', detail: 'high' });
    expect(request.turns).toMatchObject([
      {
        role: 'user',
        parts: [
          { kind: 'text' },
          { kind: 'image', image: { caption: 'Input 1 of 2' } },
          { kind: 'image', image: { caption: 'Input 2 of 2' } }
        ]
      }
    ]);
    expect(request.schema).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: {
        overall_score: { type: 'integer', description: '1 to 10' },
        final_thoughts: { type: 'string' },
        anatomical_accuracy: {
          type: 'object',
          properties: { score: { type: 'integer' }, explanation: { type: 'string' } },
          required: ['score', 'explanation'],
          additionalProperties: false
        }
      }
    });
    expect(request.schema!['required']).toHaveLength(7);
  });

  it('that repairs shows the answer with its faults, in the words of its kind', async () => {
    const [question] = makeQuestions(1);
    const faulty = { text: ' 8 ', faults: ['a', 'b'] };
    const repair = async (own: JudgeQuestion, text = faulty.text) =>
      (await composeRequest(own, rules, referenceKernels, { ...faulty, text })).turns.slice(1);
    expect(await repair(question!)).toEqual([
      { role: 'assistant', parts: [{ kind: 'text', text: '8' }] },
      {
        role: 'user',
        parts: [
          {
            kind: 'text',
            text: 'Your answer is not a valid verdict: a; b. Send the whole JSON object again, with a number from 1 to 10 for the overall score and for every dimension, explanations of one sentence, and nothing else.'
          }
        ]
      }
    ]);
    expect((await repair(question!, ' '))[0]!.parts).toEqual([{ kind: 'text', text: '(no answer)' }]);
    const pair = { ...question!, rival: { subject: makeSubject(1), swapped: false } };
    const [, wish] = await repair(pair);
    expect(JSON.stringify(wish)).toContain('with the winner as A, B or tie, an explanation of one sentence');
    expect((await composeRequest(pair, rules, referenceKernels)).schema!['required']).toContain('winner');
  });

  it('is none where a picture is missing', async () => {
    const question: JudgeQuestion = { subject: makeSubject(1, { inputs: [] }), view: 'w-gt', repeat: 0 };
    await expect(composeRequest(question, rules, referenceKernels)).rejects.toMatchObject({
      problem: {
        code: 'judge-pictures',
        where: { sampleId: 'id-1' },
        what: 'not judged: there is no input image'
      }
    });
  });
});

const edit = (output: string, facts: Partial<JudgeSubject> = {}): JudgeSubject =>
  makeSubject(1, {
    format: 'edit',
    task: 'style-transfer',
    reference: makeImage('r.png'),
    output: makeImage(output),
    ...facts
  });

describe('the pictures of a comparison', () => {
  const listed = (subject: JudgeSubject, rival: JudgeSubject, view: JudgeView) => {
    const pictures = listPictures(subject, view, rival);
    return pictures.ok
      ? pictures.pictures.map(({ caption, image }) => `${caption}: ${image.path}`)
      : pictures.reason;
  };

  it('are the reference or the inputs, then both outputs', () => {
    const outputs = ['Output A: a.png', 'Output B: b.png'];
    expect(listed(edit('a.png'), edit('b.png'), 'w-gt')).toEqual(['Ground Truth: r.png', ...outputs]);
    expect(listed(edit('a.png'), edit('b.png'), 'wo-gt')).toEqual(['Input: input.png', ...outputs]);
    const two = { inputs: [makeImage('x.png'), makeImage('y.png')] };
    expect(listed(edit('a.png', two), edit('b.png', two), 'wo-gt')).toEqual([
      'Input 1 of 2: x.png',
      'Input 2 of 2: y.png',
      ...outputs
    ]);
  });

  it('are the inputs where only texts are compared', () => {
    expect(listed(makeSubject(1), makeSubject(1), 'w-gt')).toEqual(['Input: input.png']);
  });

  it('are none, with the reason, where either has none', () => {
    const reason = 'not judged: there is no output image';
    expect(listed(edit('a.png', { output: null }), edit('b.png'), 'w-gt')).toBe(reason);
    expect(listed(edit('a.png'), edit('b.png', { output: null }), 'w-gt')).toBe(reason);
    const [text, empty] = [makeSubject(1), makeSubject(1, { response: '' })];
    expect(listed(text, empty, 'w-gt')).toBe('not judged: the response is empty');
    expect(listed(empty, text, 'w-gt')).toBe('not judged: the response is empty');
    const blind = makeSubject(1, { inputs: [] });
    expect(listed(blind, blind, 'w-gt')).toBe('not judged: there is no input image');
  });

  it('need no reference answer where none is shown', () => {
    const unanswered = makeSubject(1, { answer: undefined });
    expect(listPictures(unanswered, 'wo-gt').ok).toBe(true);
    expect(listPictures(unanswered, 'w-gt').ok).toBe(false);
  });
});

describe('the texts of a comparison', () => {
  const { rules } = makeOptions('');
  const compose = (subject: JudgeSubject, rival: JudgeSubject, view: JudgeView = 'w-gt') =>
    composeTexts({ subject, rival: { subject: rival, swapped: false }, view, repeat: 0 }, rules);

  it('say what was asked, what counts as correct and what each answered', () => {
    const facts = { choices: ['A. yes', 'B. no'], instruction: 'is it?' };
    const { system, user } = compose(
      makeSubject(1, { ...facts, response: 'first' }),
      makeSubject(1, { ...facts, response: 'second' })
    );
    expect(system).toBe(rules.template.system);
    expect(user).toContain('Task: Question answering\nModality: CT\n');
    expect(user).toContain('<request>\nis it?\n</request>');
    expect(user).toContain('<choices>\nA. yes\nB. no\n</choices>');
    expect(user).toContain('<reference>\na cyst\n</reference>');
    expect(user).toContain('<response_a>\nfirst\n</response_a>');
    expect(user).toContain('<response_b>\nsecond\n</response_b>');
    expect(user).toContain('of it:\n1. Input\n');
  });

  it('leave out what there is not, or is not shown', () => {
    const subject = makeSubject(1, { modality: '' });
    const { user } = compose(subject, subject, 'wo-gt');
    expect(user).toContain('Modality: not stated\n');
    expect(user).not.toMatch(/choices|reference/);
    const open = makeSubject(1, { answer: undefined });
    expect(compose(open, open).user).not.toContain('<reference>');
    const pictures = compose(edit('a.png', { response: 'x' }), edit('b.png', { response: 'y' })).user;
    expect(pictures).not.toContain('<response');
    expect(pictures).toContain('1. Ground Truth\n2. Output A\n3. Output B\n');
    expect(compose(edit('a.png', { output: null }), edit('b.png')).user).not.toContain('The pictures below');
  });

  it('have a hash of their own for every system text', async () => {
    const [a, b] = await Promise.all(['a', 'b'].map((system) => hashPairPrompt({ system })));
    expect(a).toMatch(/^[0-9a-f]{64}$/);
    expect(a).not.toBe(b);
  });
});

describe('the choice of a comparison', () => {
  const read = (text: string) => {
    const parsed = parsePairVerdict(text);
    return parsed.ok ? parsed.verdict : parsed.faults;
  };

  it.each([
    ['{"winner": " Output a "}', 'A'],
    ['{"winner": "output B"}', 'B'],
    ['[{"winner": "tie"}]', 'tie'],
    ['null {"x": null, "verdict": {"winner": "B"}}', 'B'],
    ['{"winner": "A", "sure": 5, "why": "because"}', 'A'],
    [JSON.stringify('"{\\"winner\\": \\"B\\"}"') + '{"winner": "A"}', 'A']
  ])('is read from %j', (text, winner) => {
    expect(read(text)).toEqual({ winner, explanation: '' });
  });

  it('keeps the explanation, and does without', () => {
    expect(read('{"winner": "A", "explanation": "finer"}')).toEqual({ winner: 'A', explanation: 'finer' });
    expect(read('{"winner": "A", "explanation": null}')).toEqual({ winner: 'A', explanation: '' });
  });

  it('is none of another name or in another place, and says what is wrong', () => {
    const none = ['there is no JSON object with a winner of A, B or tie in the answer'];
    expect(read('{"winner": "the output A"}')).toEqual(none);
    expect(read('{"winner": "C"}')).toEqual(none);
    expect(read('"A" 5 null')).toEqual(none);
    expect(read('{"winner": "A"')).not.toEqual(none);
    expect(read('{"winner": "A"')).toHaveLength(1);
  });
});
