import type { ChartColours } from './chartColours';

/** A drawing on its own, with the words that it needs where no page stands round it. */
export interface ChartFile {
  readonly text: string;
  readonly widthPx: number;
  readonly heightPx: number;
}

const namespace = 'http://www.w3.org/2000/svg';
/** Fonts that every system has: a file cannot count on ours. */
export const fileFont = 'Arial, Helvetica, "Liberation Sans", "DejaVu Sans", sans-serif';
const marginPx = 12;
const lineHeightPx = 16;
/** Width of a character of the caption's 12 px, rather too wide than too narrow. */
const characterPx = 6.2;
const pngScale = 2;

/**
 * An SVG file of what Plot drew: background, title, caption, and below them every SVG of the drawing (a ramp legend is one
 * of its own). Legends that Plot makes of HTML are left out.
 */
export function makeChartFile(
  drawing: Element,
  words: { readonly title: string; readonly caption: string },
  colours: ChartColours
): ChartFile {
  const parts = drawing instanceof SVGSVGElement ? [drawing] : [...drawing.querySelectorAll('svg')];
  const widthPx = Math.max(...parts.map((part) => part.width.baseVal.value)) + 2 * marginPx;
  const root = makeElement('svg', { 'font-family': fileFont, color: colours.ink });
  root.append(makeElement('rect', { width: '100%', height: '100%', fill: colours.paper }));
  let yPx = marginPx + lineHeightPx;
  const write = (text: string, attributes: Readonly<Record<string, string>>): void => {
    const line = makeElement('text', {
      x: String(marginPx),
      y: String(yPx),
      'font-size': '12',
      ...attributes
    });
    line.textContent = text;
    root.append(line);
    yPx += lineHeightPx;
  };
  const lines = (text: string): string[] => wrap(text, Math.floor((widthPx - 2 * marginPx) / characterPx));
  for (const line of lines(words.title)) write(line, { 'font-weight': '600', fill: colours.ink });
  for (const line of lines(words.caption)) write(line, { fill: colours.quiet });
  for (const part of parts) {
    const copy = part.cloneNode(true) as SVGSVGElement;
    copy.setAttribute('x', String(marginPx));
    copy.setAttribute('y', String(yPx));
    root.append(copy);
    yPx += part.height.baseVal.value;
  }
  const heightPx = Math.ceil(yPx + marginPx);
  root.setAttribute('width', String(widthPx));
  root.setAttribute('height', String(heightPx));
  root.setAttribute('viewBox', `0 0 ${widthPx} ${heightPx}`);
  return { text: new XMLSerializer().serializeToString(root), widthPx, heightPx };
}

/** The file as pixels, two a CSS pixel. */
export async function rasterise({ text, widthPx, heightPx }: ChartFile): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = widthPx * pngScale;
    canvas.height = heightPx * pngScale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error('the browser made no PNG'))),
        'image/png'
      );
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The text in lines of at most so many characters; a longer word has a line of its own. */
export function wrap(text: string, maxCharacters: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= maxCharacters) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

function makeElement(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  return element;
}
