import { expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte/pure';
import type { Format, Sample } from '../../src/lib/core/sample';
import FormatHelp from '../../src/lib/ui/intake/FormatHelp.svelte';

const sample = (sampleId: string, format: Format): Sample => ({
  sampleId,
  format,
  task: format === 'vqa' ? 'question-answering' : 'style-transfer',
  subtask: null,
  modality: 'CT',
  modalityAsWritten: 'CT',
  instruction: '',
  choices: [],
  answer: undefined,
  inputImages: [],
  referenceImage: null
});

async function open(samples: readonly Sample[]) {
  const ontemplate = vi.fn<(format: Format) => void>();
  const screen = await render(FormatHelp, { samples, ontemplate });
  await screen.getByText('What a prediction looks like').click();
  return { screen, ontemplate };
}

it('has a template for each format of the dataset that is there, and for no other', async () => {
  const { screen, ontemplate } = await open([sample('v1', 'vqa'), sample('v2', 'vqa'), sample('e1', 'edit')]);
  await expect
    .element(screen.getByRole('button', { name: 'Template for 1 sample of Image editing' }))
    .toBeVisible();
  expect(screen.getByRole('button').elements()).toHaveLength(2);
  await screen.getByRole('button', { name: 'Template for 2 samples of VQA' }).click();
  expect(ontemplate).toHaveBeenCalledExactlyOnceWith('vqa');
});
