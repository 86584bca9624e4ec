import { expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte/pure';
import { allRows, type RowFilter } from '../../src/lib/query/rowTable';
import SampleFilters from '../../src/lib/ui/sample/SampleFilters.svelte';

async function open(facts: Partial<RowFilter> = {}, shownCount = 40) {
  const onchange = vi.fn<(filter: RowFilter) => void>();
  const screen = await render(SampleFilters, {
    filter: { ...allRows, ...facts },
    formatNames: ['vqa', 'edit'],
    taskNames: ['question-answering', 'style-transfer'],
    modalityNames: ['CT', 'MRI'],
    isJudged: false,
    metrics: [],
    shownCount,
    totalCount: 40,
    onchange
  });
  return { screen, onchange };
}

it('changes one thing and keeps the others', async () => {
  const { screen, onchange } = await open({ modality: 'CT', search: 'lung' }, 3);
  await screen.getByRole('combobox', { name: 'Format' }).selectOptions('edit');
  expect(onchange).toHaveBeenLastCalledWith({ ...allRows, modality: 'CT', search: 'lung', format: 'edit' });
  await screen.getByRole('combobox', { name: 'Modality' }).selectOptions('');
  expect(onchange).toHaveBeenLastCalledWith({ ...allRows, search: 'lung' });
  await screen.getByRole('searchbox', { name: 'Search samples' }).fill('Lobe');
  expect(onchange).toHaveBeenLastCalledWith({ ...allRows, modality: 'CT', search: 'Lobe' });
});

it('drops a task that the chosen format does not have, and keeps one that it has', async () => {
  const { screen, onchange } = await open({ task: 'style-transfer' }, 9);
  const format = screen.getByRole('combobox', { name: 'Format' });
  await format.selectOptions('vqa');
  expect(onchange).toHaveBeenLastCalledWith({ ...allRows, format: 'vqa' });
  await format.selectOptions('edit');
  expect(onchange).toHaveBeenLastCalledWith({ ...allRows, format: 'edit', task: 'style-transfer' });
});

it('offers only tasks of the chosen format', async () => {
  const { screen } = await open({ format: 'edit' }, 9);
  const options = [...screen.getByRole('combobox', { name: 'Task' }).element().querySelectorAll('option')];
  expect(options.map(({ value }) => value)).toEqual(['', 'style-transfer']);
});

it('counts, and offers the way back only where something is left out', async () => {
  const { screen, onchange } = await open();
  await expect.element(screen.getByRole('status')).toHaveTextContent('40 samples');
  expect(screen.getByRole('button', { name: 'Show all' }).query()).toBeNull();
  await screen.rerender({ shownCount: 3, filter: { ...allRows, status: 'noted' } });
  await expect.element(screen.getByRole('status')).toHaveTextContent('3 of 40 samples');
  await screen.getByRole('button', { name: 'Show all' }).click();
  expect(onchange).toHaveBeenLastCalledWith(allRows);
});

it('names a chosen slice, and a click on it leaves the rest', async () => {
  const { screen, onchange } = await open({ slice: { facet: 'modality', key: 'CT' }, search: 'x' }, 3);
  await screen.getByTitle('Show others too').click();
  expect(onchange).toHaveBeenLastCalledWith({ ...allRows, search: 'x' });
});
