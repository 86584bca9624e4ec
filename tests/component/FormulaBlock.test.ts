import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte/pure';
import { formulas } from '../../src/lib/ui/methods/formulas';
import FormulaBlock from '../../src/lib/ui/methods/FormulaBlock.svelte';

/** As on a page that is reached by a link: nothing of it was in the page as it was built. */
it('is made of elements that a browser sets as mathematics', async () => {
  const { container } = await render(FormulaBlock, { formula: formulas.ssim! });
  const math = container.querySelector('math')!;
  expect(math.querySelector('mfrac')).not.toBeNull();
  const namespaces = [...math.querySelectorAll('*')].map(({ namespaceURI }) => namespaceURI);
  expect(new Set(namespaces)).toEqual(new Set(['http://www.w3.org/1998/Math/MathML']));
  expect(math.getBoundingClientRect().height).toBeGreaterThan(20);
});
