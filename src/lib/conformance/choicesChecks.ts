import { parseChoices } from '../benchmark/choices';
import type { CheckGroup } from './check';
import { compareTexts, quote } from './compare';

export const choicesChecks: CheckGroup = {
  id: 'choices',
  title: 'Choices, read out of an instruction',
  reference: 'the evaluator’s own parser (2026)',
  agreement: 'exactly',
  list: async (vectors) => {
    const cases = await vectors.readJson<{ instruction: string; choices: string[] }[]>('choices.json');
    return cases.map(({ instruction, choices }) => ({
      name: quote(instruction),
      expected: JSON.stringify(choices),
      run: () => compareTexts(JSON.stringify(choices), JSON.stringify(parseChoices(instruction)))
    }));
  }
};
