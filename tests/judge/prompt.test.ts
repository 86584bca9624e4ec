import { describe, expect, it } from 'vitest';
import { taskNames, tasks } from '../../src/lib/benchmark/tasks';
import { composePrompt } from '../../src/lib/judge/composePrompt';
import { defaultTemplate } from '../../src/lib/judge/defaultTemplate';
import { listPictures } from '../../src/lib/judge/listPictures';
import { hashTemplate } from '../../src/lib/judge/PromptTemplate';
import { renderTemplate } from '../../src/lib/judge/renderTemplate';
import { DataError } from '../../src/lib/core/problem';
import { makeImage, makeSubject } from './judgeTools';

const rules = { template: defaultTemplate, scale: 10 } as const;

describe('a template', () => {
  it('keeps a section only where its variable says something', () => {
    const template = '{{#a}}A {{a}}{{/a}}{{^a}}none{{/a}}, {{#b}}B{{#a}} and A{{/a}}{{/b}}';
    expect(renderTemplate(template, { a: '1', b: '2' })).toBe('A 1, B and A');
    expect(renderTemplate(template, { a: '', b: '2' })).toBe('none, B');
  });

  it('takes what is in a value for text, braces and patterns too', () => {
    expect(renderTemplate('<{{a}}>', { a: '{{b}} {{#a}} $& $1', b: 'x' })).toBe('<{{b}} {{#a}} $& $1>');
  });

  it('with a name that there is not, or an open section, is refused with what there is', () => {
    expect(() => renderTemplate('{{taks}}', { task: '' })).toThrow(/got {{taks}}, expected one of task/);
    expect(() => renderTemplate('{{#task}}', { task: '' })).toThrow(/not closed or not opened/);
    expect(() => renderTemplate('x{{/task}}', { task: '' })).toThrow(/not closed or not opened/);
    const refused = (template: string): unknown => {
      try {
        return renderTemplate(template, { a: '', b: '' });
      } catch (error) {
        return error instanceof DataError && error.problem;
      }
    };
    expect(refused('{{ c }}')).toMatchObject({
      code: 'template',
      where: {},
      what: 'the prompt has a variable that there is not',
      got: '{{c}}',
      expected: 'one of a, b'
    });
    expect(refused('x {{^ b }}')).toMatchObject({
      code: 'template',
      where: {},
      what: 'a section of the prompt is not closed or not opened',
      got: '{{^ b }}',
      expected: 'its counterpart'
    });
    expect(refused('{{#a}}{{/b}}')).toMatchObject({ got: '{{#a}}' });
    expect(refused('{{/}}')).toMatchObject({ got: '{{/}}' });
  });

  it('has another hash for every change of a word, and the same for the same words', async () => {
    const hash = await hashTemplate(defaultTemplate);
    const { dimensions, checklists } = defaultTemplate;
    const turned = Object.fromEntries(Object.entries(dimensions).reverse()) as typeof dimensions;
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashTemplate({ ...defaultTemplate, dimensions: turned, name: 'other' })).toBe(hash);
    const changes = [
      { system: `${defaultTemplate.system} ` },
      { user: `${defaultTemplate.user} ` },
      { dimensions: { ...dimensions, anatomical_accuracy: '' } },
      { checklists: { ...checklists, 'style-transfer': [] } }
    ];
    const hashes = await Promise.all(
      changes.map((change) => hashTemplate({ ...defaultTemplate, ...change }))
    );
    expect(new Set([hash, ...hashes]).size).toBe(5);
  });
});

describe('our own prompt', () => {
  it.each(taskNames)(
    'of %s says all that the judge needs, and the reference only where it is shown',
    (task) => {
      const { format } = tasks[task];
      const subject = makeSubject(1, {
        format,
        task,
        answer: { IMPRESSION: 'secret reference' },
        response: 'the response',
        reference: makeImage('r.png'),
        output: makeImage('o.png')
      });
      const withGt = composePrompt({ subject, view: 'w-gt', repeat: 0 }, rules).user;
      const without = composePrompt({ subject, view: 'wo-gt', repeat: 0 }, { ...rules, scale: 5 }).user;
      expect(withGt).toContain('IMPRESSION: secret reference');
      expect(without).not.toContain('secret');
      expect(without).toContain('There is no reference');
      expect(withGt).toContain('from 1 (unusable or harmful) to 10 ');
      expect(without).toContain('"overall_score": <1 to 5>');
      for (const line of defaultTemplate.checklists[task]) expect(withGt).toContain(`- ${line}`);
      expect(withGt.includes('the response')).toBe(format !== 'edit');
      expect(withGt + without).not.toMatch(/\{\{|undefined/);
    }
  );
});

describe('a template of one’s own', () => {
  const dimensions = Object.fromEntries(
    Object.keys(defaultTemplate.dimensions).map((name) => [name, `asks ${name}`])
  ) as typeof defaultTemplate.dimensions;
  const checklists = { ...defaultTemplate.checklists, 'style-transfer': ['first', 'second'] };
  const compose = (
    user: string,
    facts: Parameters<typeof makeSubject>[1],
    view: 'w-gt' | 'wo-gt' = 'w-gt'
  ) => {
    const template = { ...defaultTemplate, system: 'system {{scale_high}}', user, dimensions, checklists };
    return composePrompt({ subject: makeSubject(1, facts), view, repeat: 0 }, { template, scale: 5 });
  };
  const edit = {
    format: 'edit',
    task: 'style-transfer',
    inputs: [makeImage('a.png'), makeImage('b.png')],
    reference: makeImage('r.png'),
    output: makeImage('o.png'),
    response: 'never shown'
  } as const;

  it('gets every variable as it is described', () => {
    const all =
      '{{task}}|{{modality}}|{{instruction}}|{{choices}}|{{reference}}|{{response}}|{{with_reference}}|{{scale_low}}–{{scale_high}}';
    const { system, user } = compose(all, { choices: ['A. yes', 'B. no'], instruction: 'is it?' });
    expect(system).toBe('system 5');
    expect(user).toBe('Question answering|CT|is it?|A. yes\nB. no|a cyst|a cyst|yes|1–5');
    expect(compose(all, { answer: undefined, modality: '' }).user).toContain('|not stated|');
    expect(compose('<{{reference}}>', { answer: undefined }).user).toBe('<>');
    expect(compose('<{{reference}}{{with_reference}}>', {}, 'wo-gt').user).toBe('<>');
    expect(compose('<{{response}}>', edit).user).toBe('<>');
    expect(compose('<{{images}}>', { inputs: [] }).user).toBe('<>');
  });

  it('gets lists with an item a line', () => {
    expect(compose('{{checklist}}', edit).user).toBe('- first\n- second');
    expect(compose('{{images}}', edit, 'wo-gt').user).toBe('1. Input 1 of 2\n2. Input 2 of 2\n3. Output');
    expect(compose('{{dimensions}}', edit).user.split('\n')).toEqual(
      Object.entries(dimensions).map(([name, words]) => `- ${name}: ${words}`)
    );
  });

  it('gets an answer format that is JSON but for the places of the scores', () => {
    const { user } = compose('{{answer_format}}', edit);
    const scores = { score: '1 to 5', explanation: '<one or two sentences>' };
    expect(JSON.parse(user.replaceAll(/<(1 to 5)>/g, '"$1"'))).toEqual({
      ...Object.fromEntries(Object.keys(dimensions).map((name) => [name, scores])),
      overall_score: '1 to 5',
      final_thoughts: '<two sentences>'
    });
  });
});

describe('the pictures', () => {
  const edit = makeSubject(1, {
    format: 'edit',
    task: 'style-transfer',
    reference: makeImage('r.png'),
    output: makeImage('o.png')
  });
  const captionsOf = (...args: Parameters<typeof listPictures>) => {
    const listed = listPictures(...args);
    return listed.ok ? listed.pictures.map(({ caption, image }) => [caption, image.path]) : listed.reason;
  };

  it("have the protocol's captions in both views", () => {
    expect(captionsOf(edit, 'w-gt')).toEqual([
      ['Ground Truth', 'r.png'],
      ['Generated Answer', 'o.png']
    ]);
    expect(captionsOf(edit, 'wo-gt')).toEqual([
      ['Input', 'input.png'],
      ['Output', 'o.png']
    ]);
    expect(captionsOf(makeSubject(1), 'w-gt')).toEqual([['Input', 'input.png']]);
    expect(captionsOf(makeSubject(1), 'wo-gt')).toEqual([['Input', 'input.png']]);
  });

  it('of several inputs are numbered', () => {
    const two = { ...edit, inputs: [makeImage('a.png'), makeImage('b.png')] };
    expect(captionsOf(two, 'wo-gt')).toEqual([
      ['Input 1 of 2', 'a.png'],
      ['Input 2 of 2', 'b.png'],
      ['Output', 'o.png']
    ]);
  });

  it('that are absent are a reason not to ask', () => {
    expect(captionsOf({ ...edit, output: null }, 'w-gt')).toBe('not judged: there is no output image');
    expect(captionsOf({ ...edit, reference: null }, 'w-gt')).toBe('not judged: there is no reference image');
    expect(captionsOf({ ...edit, inputs: [] }, 'wo-gt')).toBe('not judged: there is no input image');
    expect(captionsOf(makeSubject(1, { answer: undefined }), 'w-gt')).toBe(
      'not judged: there is no reference answer'
    );
    expect(captionsOf(makeSubject(1, { response: ' ' }), 'wo-gt')).toBe('not judged: the response is empty');
  });
});
