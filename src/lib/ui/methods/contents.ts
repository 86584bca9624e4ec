import { cardId, metricCardGroups } from './metricCards';

export interface ContentsEntry {
  readonly id: string;
  readonly title: string;
  readonly entries?: readonly ContentsEntry[];
}

/** The sections of the Methods page in their order. */
export const contents = [
  { id: 'check', title: 'Check this browser' },
  {
    id: 'metrics',
    title: 'Metrics',
    entries: metricCardGroups.flatMap(({ cards }) =>
      cards.map(({ meta }) => ({ id: cardId(meta), title: meta.label }))
    )
  },
  { id: 'images', title: 'From files to pixels' },
  { id: 'texts', title: 'From records to texts' },
  { id: 'counting', title: 'What is counted' },
  { id: 'statistics', title: 'Statistics' },
  { id: 'judge', title: 'Judge' },
  { id: 'names', title: 'Tasks and modalities' },
  { id: 'protocols', title: 'Protocols' },
  { id: 'differences', title: 'Known differences' }
] as const satisfies readonly ContentsEntry[];
