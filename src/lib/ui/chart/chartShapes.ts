/** What happens to a shape. */
export interface ShapeHandlers {
  /** @param index of its datum, in the mark's data */
  readonly onselect: (index: number) => void;
  /** Told the label that the pointer or the focus is on; an empty text when it leaves. */
  readonly onread: (label: string) => void;
}

/** How far from a small shape a pointer still means it. */
const reachPx = 16;

/**
 * Makes the shapes that a mark with an `ariaLabel` channel drew buttons: one tab stop for all, arrow keys between them,
 * Enter or a click selects.
 */
export function makeSelectable(svg: SVGSVGElement, { onselect, onread }: ShapeHandlers): void {
  const shapes = listShapes(svg);
  for (const shape of shapes) {
    shape.setAttribute('role', 'button');
    shape.setAttribute('tabindex', '-1');
    shape.style.cursor = 'pointer';
  }
  shapes[0]?.setAttribute('tabindex', '0');
  const locate = makeLocator(svg, shapes);
  const readAt = (shape: SVGElement | null): void => {
    const label = shape?.getAttribute('aria-label') ?? '';
    // Where a finger rests, which may be beside the shape that it means.
    if (label === '') delete svg.dataset.tip;
    else svg.dataset.tip = label;
    onread(label);
  };
  const select = (shape: SVGElement | null): void => {
    const index = shape && indexOf(shape);
    if (index !== null) onselect(index);
  };
  svg.addEventListener('click', (event) => select(locate(event)));
  svg.addEventListener('pointerdown', (event) => readAt(locate(event)));
  svg.addEventListener('pointermove', (event) => readAt(locate(event)));
  svg.addEventListener('pointerleave', () => readAt(null));
  svg.addEventListener('focusin', ({ target }) => readAt(target as SVGElement));
  // A focused shape loses the focus, too, in the midst of being removed: no time to change what the page shows.
  svg.addEventListener('focusout', () => queueMicrotask(() => readAt(null)));
  svg.addEventListener('keydown', (event) => {
    const at = shapes.indexOf(event.target as SVGElement);
    if (event.key === 'Enter' || event.key === ' ') select(shapes[at] ?? null);
    else if (!moveFocus(shapes, at, event.key)) return;
    event.preventDefault();
  });
}

/** Says what the drawing is; what only draws it (axes, groups) is kept from assistive technology. */
export function describeDrawing(svg: SVGSVGElement, title: string): void {
  const shapes = new Set<Element>(listShapes(svg));
  svg.setAttribute('role', shapes.size > 0 ? 'group' : 'img');
  svg.setAttribute('aria-label', title);
  for (const part of svg.querySelectorAll('g')) {
    part.removeAttribute('aria-label');
    part.removeAttribute('aria-description');
  }
  for (const part of svg.children) {
    const hasShape = [...part.querySelectorAll('[aria-label]')].some((inner) => shapes.has(inner));
    if (!hasShape) part.setAttribute('aria-hidden', 'true');
  }
}

function listShapes(svg: SVGSVGElement): SVGElement[] {
  return [...svg.querySelectorAll<SVGElement>('g > [aria-label]:not(g)')].filter(
    (shape) => indexOf(shape) !== null
  );
}

/** Plot's drawing binds the index of its datum to each shape. */
function indexOf(shape: SVGElement): number | null {
  const { __data__: index } = shape as SVGElement & { readonly __data__?: unknown };
  return typeof index === 'number' ? index : null;
}

function moveFocus(shapes: readonly SVGElement[], at: number, key: string): boolean {
  const targets: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    Home: 0,
    End: shapes.length - 1
  };
  const target = targets[key];
  if (target === undefined) return false;
  const next = shapes[Math.max(0, Math.min(shapes.length - 1, target))];
  shapes[at]?.setAttribute('tabindex', '-1');
  next?.setAttribute('tabindex', '0');
  next?.focus();
  return true;
}

/** Finds the shape that a pointer is on or near; positions are measured once, at the first question. */
function makeLocator(
  svg: SVGSVGElement,
  shapes: readonly SVGElement[]
): (event: MouseEvent) => SVGElement | null {
  let boxes: { readonly shape: SVGElement; readonly x: number; readonly y: number }[] | null = null;
  return ({ target, clientX, clientY }) => {
    if (target instanceof SVGElement && indexOf(target) !== null && target.hasAttribute('aria-label'))
      return target;
    const origin = svg.getBoundingClientRect();
    boxes ??= shapes.map((shape) => {
      const { x, y, width, height } = shape.getBoundingClientRect();
      return { shape, x: x + width / 2 - origin.x, y: y + height / 2 - origin.y };
    });
    let nearest: SVGElement | null = null;
    let nearestPx = reachPx;
    for (const { shape, x, y } of boxes) {
      const distancePx = Math.hypot(x - (clientX - origin.x), y - (clientY - origin.y));
      if (distancePx >= nearestPx) continue;
      nearest = shape;
      nearestPx = distancePx;
    }
    return nearest;
  };
}
