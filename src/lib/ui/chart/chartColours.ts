/** The tokens of app.css as colours that a drawing keeps when it leaves the page. */
export interface ChartColours {
  readonly paper: string;
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly accent: string;
  /** Bars and dots where there is one kind of them. */
  readonly bar: string;
  /** Okabe–Ito. A colour is never the only sign: give each category a symbol or a label too. */
  readonly categories: readonly string[];
  /** From worse over no difference to better, for `color: { type: 'diverging', range }`. */
  readonly diverging: readonly string[];
}

const categoryCount = 7;

/**
 * Reads the tokens as they are at an element of the page.
 * @param scheme of which theme; the element's own by default
 */
export function readChartColours(at: Element, scheme?: 'light'): ChartColours {
  // `getPropertyValue` of a token gives its source, "light-dark(…)": only a used colour is resolved.
  const probe = document.createElement('span');
  probe.style.display = 'none';
  // Where the system's own colours are forced, all tokens would read as the colour of its text.
  probe.style.forcedColorAdjust = 'none';
  if (scheme) probe.style.colorScheme = scheme;
  at.append(probe);
  const read = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    paper: read('paper'),
    ink: read('ink'),
    quiet: read('ink-quiet'),
    line: read('line'),
    accent: read('accent'),
    bar: read('bar'),
    categories: Array.from({ length: categoryCount }, (_, index) => read(`category-${index + 1}`)),
    diverging: ['worse', 'even', 'better'].map(read)
  };
  probe.remove();
  return colours;
}
