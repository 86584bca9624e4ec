import { expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte/pure';
import type { FieldMapping } from '../../src/lib/core/run';
import type { FileReading } from '../../src/lib/predictions/drop';
import FieldMapper from '../../src/lib/ui/intake/FieldMapper.svelte';

const reading: FileReading = {
  path: 'm_vqa.jsonl',
  records: 3,
  kind: 'unmapped',
  mapping: {},
  shape: 'doc\nfiltered_resps',
  examples: {
    doc: { sample_id: 'v1' },
    filtered_resps: ['B'],
    'doc.sample_id': 'v1',
    'filtered_resps.0': 'B'
  },
  lacking: ['sample_id', 'response', 'output_image'],
  isUnanswered: true,
  suggestion: { sample_id: 'doc.sample_id', response: 'filtered_resps.0' }
};

async function open(changes: Partial<FileReading> = {}) {
  const onmap = vi.fn<(mapping: FieldMapping) => void>();
  const ondataset = vi.fn<() => void>();
  const screen = await render(FieldMapper, {
    reading: { ...reading, ...changes },
    disabled: false,
    onmap,
    ondataset
  });
  return { screen, onmap, ondataset };
}

it('offers fields inside of fields, shows the record as it will be read, and gives on what was said', async () => {
  const { screen, onmap } = await open();
  await expect.element(screen.getByText('"B" from “filtered_resps.0”')).toBeVisible();
  await screen
    .getByRole('button', {
      name: 'Read it so: “doc.sample_id” is sample_id, “filtered_resps.0” is response'
    })
    .click();
  expect(onmap).toHaveBeenCalledExactlyOnceWith(reading.suggestion);
});

it('takes another field instead', async () => {
  const { screen, onmap } = await open();
  await screen.getByRole('combobox', { name: 'response of m_vqa.jsonl' }).selectOptions('filtered_resps');
  await screen.getByRole('button', { name: /^Read it so/ }).click();
  expect(onmap).toHaveBeenCalledExactlyOnceWith({ sample_id: 'doc.sample_id', response: 'filtered_resps' });
});

it('asks of a file without any answer what it is', async () => {
  const { screen, onmap, ondataset } = await open({ lacking: ['output_image'], suggestion: {} });
  await expect.element(screen.getByText('Is it the dataset? All its answers are empty')).toBeVisible();
  await screen.getByRole('button', { name: 'They are predictions, and empty' }).click();
  expect(onmap).toHaveBeenCalledExactlyOnceWith({ response: 'response' });
  await screen.getByRole('button', { name: 'It is the dataset' }).click();
  expect(ondataset).toHaveBeenCalledOnce();
});
