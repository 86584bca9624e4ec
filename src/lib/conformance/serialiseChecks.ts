import type { JsonValue } from '../core/json';
import { serialise } from '../metrics/text/serialise';
import type { CheckGroup } from './check';
import { compareTexts, quote } from './compare';

export const serialiseChecks: CheckGroup = {
  id: 'serialise',
  title: 'Reports, written as one text',
  reference: 'the evaluator’s serialize_clinical_reference (2026)',
  agreement: 'exactly',
  list: async (vectors) => {
    const cases = (await vectors.readAsRecords('serialize.json')) as readonly {
      readonly answer: JsonValue;
      readonly serialized: string;
    }[];
    return cases.map(({ answer, serialized }) => ({
      name: quote(JSON.stringify(answer)),
      expected: JSON.stringify(serialized),
      ...(/\d\.0\b/.test(serialized) && {
        exception: {
          got: JSON.stringify(serialized.replaceAll(/(\d)\.0\b/g, '$1')),
          reason: 'known difference: JSON in a browser does not tell 1.0 from 1'
        }
      }),
      run: () => compareTexts(JSON.stringify(serialized), JSON.stringify(serialise(answer)))
    }));
  }
};
