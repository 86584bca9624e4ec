import { describe, expect, it } from 'vitest';
import { taskNames, tasks } from '../../src/lib/benchmark/tasks';
import { composePrompt } from '../../src/lib/judge/composePrompt';
import { defaultTemplate } from '../../src/lib/judge/defaultTemplate';
import { listPictures } from '../../src/lib/judge/listPictures';
import { hashTemplate } from '../../src/lib/judge/PromptTemplate';
import { renderTemplate } from '../../src/lib/judge/renderTemplate';
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
