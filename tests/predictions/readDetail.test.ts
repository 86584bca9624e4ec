import { describe, expect, it } from 'vitest';
import { readDetail } from '../../src/lib/predictions/readDetail';

describe('the detail of a record', () => {
  it('prefers the lists of images to the single ones', () => {
    const detail = readDetail({
      input_images: ['a.png', 'b.png'],
      input_image: 'sheet.png',
      output_image: 'o.png'
    });
    expect(detail.inputImages).toEqual(['a.png', 'b.png']);
    expect(detail.outputImage).toBe('o.png');
  });

  it('has the texts of the record, and its one image where there is no list', () => {
    const texts = { instruction: 'Which side?', response: 'left', answer: 'right' };
    expect(
      readDetail({ ...texts, input_image: 'a.png', input_images: [], choices: ['left', 'right'] })
    ).toEqual({
      ...texts,
      choices: ['left', 'right'],
      inputImages: ['a.png'],
      referenceImage: null,
      outputImage: null
    });
  });

  it('takes an empty path for no image', () => {
    expect(readDetail({ output_image: '' }).outputImage).toBeNull();
  });

  it('finds the reference under both of its names', () => {
    expect(readDetail({ ground_truth_images: ['g.png'] }).referenceImage).toBe('g.png');
    expect(readDetail({ ground_truth_image: 'one.png', ground_truth_images: ['g.png'] }).referenceImage).toBe(
      'one.png'
    );
  });

  it('keeps a nested report as it is', () => {
    const answer = { findings: { lungs: 'clear' } };
    expect(readDetail({ answer }).answer).toEqual(answer);
  });

  it('is empty for a line that could not be read', () => {
    expect(readDetail(null)).toMatchObject({
      instruction: '',
      choices: [],
      inputImages: [],
      referenceImage: null
    });
  });
});
