import { describe, expect, it } from 'vitest';
import { contentId, explicitId } from '../../src/lib/dataset/identity';
import { formatOf, parseSample, taskOf } from '../../src/lib/dataset/parseSample';

const record = {
  sample_id: 'medgen:vqa:train-00000-of-00001:000000',
  category: 'VQA',
  paper_format: 'VQA',
  paper_task: 'multiple-choice',
  paper_subtask: null,
  'sub-category': 'multiple-choice',
  modality: 'Magnetic_Resonance_Imaging',
  instruction: 'Question: x?\n\nOptions:\nA. one\nB. two',
  input_images: ['images/a.png', 'images/b.png'],
  input_image: 'images/sheet.jpg',
  answer: 'B'
};

describe('a record', () => {
  it('is a sample with every field where it belongs', () => {
    expect(parseSample(record, 'id', {})).toEqual({
      sampleId: 'id',
      format: 'vqa',
      task: 'multiple-choice',
      subtask: null,
      modality: 'MRI',
      modalityAsWritten: 'Magnetic_Resonance_Imaging',
      instruction: record.instruction,
      choices: ['A. one', 'B. two'],
      answer: 'B',
      inputImages: ['images/a.png', 'images/b.png'],
      referenceImage: null
    });
  });

  it('may have its images as one path or as a list', () => {
    const images = { ...record, input_images: [], ground_truth_image: ['gt.png'] };
    expect(parseSample(images, 'id', {})).toMatchObject({
      inputImages: ['images/sheet.jpg'],
      referenceImage: 'gt.png'
    });
    expect(parseSample({ ...record, ground_truth_images: ['a.png', 'b.png'] }, 'id', {}).referenceImage).toBe(
      'a.png'
    );
  });

  it('keeps a report in sections as it is', () => {
    const answer = { FINDINGS: { Lungs: 'Clear.' } };
    expect(parseSample({ ...record, answer }, 'id', {}).answer).toBe(answer);
    expect(parseSample({ ...record, answer: null }, 'id', {}).answer).toBeUndefined();
  });

  it.each([
    [{ category: 'ImageEdit' }, 'edit'],
    [{ category: 'MMGeneration' }, 'generate'],
    [{ paper_format: 'Multimodal Generation' }, 'generate'],
    [{ category: 'Unheard', paper_format: 'ImageEditing' }, 'edit'],
    [{}, null]
  ])('says its format: %j', (fields, format) => {
    expect(formatOf(fields)).toBe(format);
  });

  it('has the format of its task when it says none', () => {
    expect(parseSample({ paper_task: 'dye-transfer' }, 'id', {})).toMatchObject({
      format: 'edit',
      task: 'style-transfer'
    });
  });

  it.each([
    [{ paper_task: 'Multi_Choice' }, 'multiple-choice'],
    [{ paper_task: 'image-edit', 'sub-category': 'resolution-edit' }, 'resolution-editing'],
    [{ paper_subtask: '3d-2d-projection' }, '3d-to-2d-projection'],
    [{ paper_task: 'image-edit', 'sub-category': '', paper_subtask: 'Style_Transfer' }, 'style-transfer'],
    [{ paper_task: 'segmentation' }, null],
    [{ paper_task: '__proto__' }, null]
  ])('says its task under old names too: %j', (fields, task) => {
    expect(taskOf(fields)).toBe(task);
  });

  it('with an unknown task is refused with the names of the 16', () => {
    const fields = { ...record, paper_task: 'segmentation' };
    expect(() => parseSample(fields, 'id-1', { file: 'a.jsonl', line: 3 })).toThrow(
      'a.jsonl:3: unknown task of sample "id-1"; got "segmentation", expected one of multiple-choice, blank-filling, report-generation, question-answering, style-transfer, artifact-removal, noise-reconstruction, resolution-editing, contrast-enhancement, anatomical-annotation, disease-prediction, instruction-editing, organic-removal, organic-reconstruction, 3d-to-2d-projection, 2d-to-3d-reconstruction'
    );
  });
});

describe('the id of a record', () => {
  it('is its own: sample_id, or one in its metadata, a number as its digits', () => {
    expect(explicitId({ sample_id: 'a', metadata: { sample_id: 'b' } })).toBe('a');
    expect(explicitId({ sample_id: '', metadata: { sample_id: 7 } })).toBe('7');
    expect(explicitId({ sample_id: null, metadata: { unique_id: 'u' } })).toBe('u');
    expect(explicitId({ sample_id: 0 })).toBe('0');
    expect(explicitId({ sample_id: { a: 1 }, metadata: 'x' })).toBeNull();
  });

  const asked = {
    paper_task: 'style-transfer',
    input_image: 'images/a.png',
    ground_truth_image: 'images/b.png',
    instruction: 'Stain it.',
    choice: ['A', 'B'],
    answer: { b: 1, a: 2 }
  };

  it('is else a hash of what was asked, the same for every system and machine', async () => {
    const id = await contentId(asked);
    expect(id).toMatch(/^content:[0-9a-f]{32}$/);
    const other = {
      response: 'text',
      output_image: 'out/other/1.png',
      ...asked,
      paper_task: 'dye_transfer',
      input_image: '.\\images\\a.png'
    };
    expect(await contentId({ ...other, answer: { a: 2, b: 1 } })).toBe(id);
  });

  it.each(['paper_task', 'input_image', 'ground_truth_image', 'instruction', 'choice', 'answer'])(
    'differs when %s differs',
    async (field) => {
      const changed = { ...asked, [field]: field === 'paper_task' ? 'artifact-removal' : 'other' };
      expect(await contentId(changed)).not.toBe(await contentId(asked));
    }
  );

  it('cannot be made of nothing', async () => {
    expect(await contentId({ response: 'x', answer: 'y' })).toBeNull();
  });
});
