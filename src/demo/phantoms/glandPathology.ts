import { cosine, exponential, mix, sine, smoothStep, turn } from '../drawing/arithmetic.ts';
import { fractalNoise, type Noise } from '../drawing/noise.ts';
import { cover, drawPlane, quantise, type Picture, type Plane } from '../drawing/picture.ts';
import type { Random } from '../drawing/random.ts';
import { pathDistances, type Path } from '../drawing/shapes.ts';
import { usual, type Finding, type Phantom, type Variant } from './phantom.ts';

const size = { width: 224, height: 224 };
const pixel = 2 / size.height;
const umPerUnit = 180;

interface Gland {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** A nucleus as a short thick stroke. */
type Nucleus = Path;

interface Tissue {
  readonly wobble: Noise;
  readonly fibres: Noise;
  readonly glands: readonly Gland[];
  readonly epithelium: readonly Nucleus[];
  readonly stroma: readonly Nucleus[];
  /** Where the glands are: nuclei of the stroma that takes their place when they are removed. */
  readonly filling: readonly Nucleus[];
  readonly lymphocytes: readonly Nucleus[];
  /** Nuclei of the atypical nest, by how far from its centre they lie, as a share of its radius. */
  readonly nest: readonly { nucleus: Nucleus; at: number }[];
  readonly finding: Finding;
}

function nucleus(x: number, y: number, angle: number, length: number, radius: number): Nucleus {
  const dx = (cosine(angle) * length) / 2;
  const dy = (sine(angle) * length) / 2;
  return [
    { x: x - dx, y: y - dy, radius },
    { x: x + dx, y: y + dy, radius }
  ];
}

function makeGlands(random: Random): Gland[] {
  const places = [
    { x: -0.5, y: -0.48 },
    { x: 0.5, y: -0.5 },
    { x: -0.52, y: 0.5 },
    { x: 0.52, y: 0.48 }
  ];
  const quarter = random.whole(0, 3);
  const kept = places.filter((_, index) => index !== quarter);
  const glands = kept.map(({ x, y }) => ({
    x: x + random.between(-0.05, 0.05),
    y: y + random.between(-0.05, 0.05),
    radius: random.between(0.33, 0.4)
  }));
  return random.chance(0.5) ? glands : glands.slice(0, 2);
}

/** Signed distance to the nearest gland's outer edge, whose outline is wavy. */
function glandDistance(glands: readonly Gland[], wobble: Noise, x: number, y: number): number {
  let nearest = 1;
  for (const gland of glands) {
    const dx = x - gland.x;
    const dy = y - gland.y;
    nearest = Math.min(nearest, Math.sqrt(dx * dx + dy * dy) - gland.radius);
  }
  return nearest + 0.1 * wobble(x * 2.2, y * 2.2);
}

/** Nuclei stand on the basement membrane, a little inside the gland's wavy edge, pointing to the lumen. */
function epithelialNuclei(random: Random, glands: readonly Gland[], wobble: Noise): Nucleus[] {
  return glands.flatMap((gland) => {
    const count = Math.round(gland.radius * 74);
    return Array.from({ length: count }, (_, i) => {
      const angle = ((i + random.between(-0.18, 0.18)) / count) * turn;
      const c = cosine(angle);
      const s = sine(angle);
      let range = gland.radius * 0.5;
      while (
        range < 0.6 &&
        glandDistance([gland], wobble, gland.x + c * range, gland.y + s * range) < -0.055
      ) {
        range += 0.006;
      }
      range += random.between(-0.018, 0.012);
      return nucleus(gland.x + c * range, gland.y + s * range, angle, 0.042, random.between(0.019, 0.023));
    });
  });
}

/** A thin nucleus with pointed ends, a little bent. */
function spindle(random: Random, x: number, y: number, angle: number): Nucleus {
  const length = random.between(0.05, 0.1);
  const dx = (cosine(angle) * length) / 2;
  const dy = (sine(angle) * length) / 2;
  const bend = random.between(-0.15, 0.15);
  return [
    { x: x - dx, y: y - dy, radius: 0.003 },
    { x: x + bend * dy, y: y - bend * dx, radius: random.between(0.009, 0.014) },
    { x: x + dx, y: y + dy, radius: 0.003 }
  ];
}

/** Places in the stroma, at least `clearance` from glands and, as far as it goes, from each other. */
function scatter(
  random: Random,
  count: number,
  free: (x: number, y: number) => boolean,
  spacing: number
): { x: number; y: number }[] {
  const found: { x: number; y: number }[] = [];
  for (let attempt = 0; attempt < count * 12 && found.length < count; attempt++) {
    const spot = { x: random.between(-1.05, 1.05), y: random.between(-1.05, 1.05) };
    const crowded = found.some(
      (other) =>
        (other.x - spot.x) * (other.x - spot.x) + (other.y - spot.y) * (other.y - spot.y) < spacing * spacing
    );
    if (!crowded && free(spot.x, spot.y)) found.push(spot);
  }
  return found;
}

function makeTissue(random: Random): Tissue {
  const wobble = fractalNoise(random.fork('wobble'), 2);
  const fibres = fractalNoise(random.fork('fibres'), 2);
  const glands = makeGlands(random.fork('glands'));
  const stromal = (x: number, y: number) => glandDistance(glands, wobble, x, y) > 0.045;
  const glandular = (x: number, y: number) => !stromal(x, y);
  const cells = random.fork('cells');
  const spindles = (count: number, free: (x: number, y: number) => boolean) =>
    scatter(cells, count, free, 0.085).map(({ x, y }) =>
      spindle(cells, x, y, fibreAngle(wobble, x, y) + cells.between(-0.35, 0.35))
    );
  const radius = random.between(0.2, 0.23);
  const centre = emptiestPlace(glands, wobble);
  return {
    wobble,
    fibres,
    glands,
    epithelium: epithelialNuclei(random.fork('epithelium'), glands, wobble),
    stroma: spindles(95, stromal),
    filling: spindles(55, glandular),
    lymphocytes: scatter(cells, 16, stromal, 0.07).map(({ x, y }) => nucleus(x, y, 0, 0.001, 0.021)),
    nest: makeNest(random.fork('nest'), centre, radius),
    finding: { ...centre, radius, sizeMm: Math.round((2 * radius * umPerUnit) / 10) / 100 }
  };
}

/** Fibres run in slow waves. */
function fibreAngle(wobble: Noise, x: number, y: number): number {
  return 0.5 + 1.4 * wobble(x * 0.8 + 11, y * 0.8);
}

function emptiestPlace(glands: readonly Gland[], wobble: Noise): { x: number; y: number } {
  let best = { x: 0, y: 0, room: -1 };
  for (let y = -0.6; y <= 0.6; y += 0.1) {
    for (let x = -0.6; x <= 0.6; x += 0.1) {
      const room = glandDistance(glands, wobble, x, y);
      if (room > best.room) best = { x, y, room };
    }
  }
  return { x: best.x, y: best.y };
}

/** Crowded, large, uneven nuclei; enough of them for a nest twice as wide. */
function makeNest(random: Random, centre: { x: number; y: number }, radius: number): Tissue['nest'] {
  const reach = radius * 2;
  const inside = (x: number, y: number) => x * x + y * y < reach * reach;
  return scatter(random, 150, inside, 0.062).map(({ x, y }) => ({
    nucleus: nucleus(
      centre.x + x,
      centre.y + y,
      random.between(0, turn / 2),
      random.between(0.015, 0.05),
      random.between(0.022, 0.034)
    ),
    at: Math.sqrt(x * x + y * y) / radius
  }));
}

/** Amounts of stain in each pixel. */
interface Stains {
  readonly haematoxylin: Plane;
  readonly eosin: Plane;
  /** What an antibody against epithelium would mark brown. */
  readonly marker: Plane;
}

function drawStains(tissue: Tissue, { growth, organ, edited }: Variant): Stains {
  const nest = tissue.nest.filter(({ at }) => at < growth * 0.9).map((member) => member.nucleus);
  const distances = (nuclei: readonly Nucleus[]) => pathDistances(size, nuclei, 0.03);
  const background = distances([
    ...tissue.stroma,
    ...(organ ? [] : tissue.filling),
    ...(edited ? manyLymphocytes(tissue) : tissue.lymphocytes)
  ]);
  const epithelium = distances(organ ? tissue.epithelium : []);
  const atypical = distances(nest);
  const eosin = drawPlane(size, () => 0);
  const marker = drawPlane(size, () => 0);
  const haematoxylin = drawPlane(size, (x, y, index) => {
    const gland = organ ? glandDistance(tissue.glands, tissue.wobble, x, y) : 1;
    const edge = nestDistance(tissue, x, y, growth);
    const inGland = cover(gland, 2 * pixel);
    const lumen = smoothStep(-0.175, -0.195, gland + 0.02 * tissue.wobble(x * 12, y * 12));
    const inNest = smoothStep(0.02, -0.02, edge);
    const fibre = fibreStain(tissue, x, y);
    const cytoplasm = 0.4 + 0.07 * tissue.fibres(x * 9, y * 9);
    const membrane = smoothStep(0.014, 0.004, Math.abs(gland));
    eosin[index] = mix(mix(mix(fibre, cytoplasm, inGland), 0.5, inNest), 0.02, lumen) + 0.22 * membrane;
    marker[index] = Math.max(inGland * (1 - lumen), 0.75 * inNest);
    const inLumen = (1 - lumen) * inGland;
    const basal = 0.1 + 0.12 * inLumen + 0.14 * inNest;
    const round = nuclearStain(tissue, x, y, epithelium[index]!, 0.95);
    const dark = nuclearStain(tissue, x, y, atypical[index]!, 1.35);
    const outside = (1 - inGland) * (1 - inNest) * nuclearStain(tissue, x, y, background[index]!, 1.25);
    return basal * (1 - lumen) + Math.max(round * (1 - inNest), dark, outside);
  });
  return { haematoxylin, eosin, marker };
}

/** Lymphocytes around the nest, for the instruction that asks for inflammation. */
function manyLymphocytes({ finding, lymphocytes }: Tissue): Nucleus[] {
  const ring = Array.from({ length: 44 }, (_, i) => {
    const angle = i * 2.399963;
    const range = finding.radius * 1.12 + 0.0055 * i;
    return nucleus(finding.x + range * cosine(angle), finding.y + range * sine(angle), 0, 0.001, 0.021);
  });
  return [...lymphocytes, ...ring];
}

function nestDistance({ finding, wobble }: Tissue, x: number, y: number, growth: number): number {
  if (growth === 0) return 1;
  const dx = x - finding.x;
  const dy = y - finding.y;
  return Math.sqrt(dx * dx + dy * dy) - finding.radius * growth + 0.03 * wobble(x * 4, y * 4);
}

/** Wavy collagen with pale clefts. */
function fibreStain({ fibres, wobble }: Tissue, x: number, y: number): number {
  const angle = fibreAngle(wobble, x, y);
  const across = y * cosine(angle) - x * sine(angle);
  const along = x * cosine(angle) + y * sine(angle);
  const strand = fibres(along * 2.2, across * 13);
  return 0.44 + 0.2 * strand - 0.3 * smoothStep(0.28, 0.5, fibres(along * 1.6 + 30, across * 9));
}

/** A nucleus with a darker rim and coarse chromatin. */
function nuclearStain({ fibres }: Tissue, x: number, y: number, distance: number, strength: number): number {
  if (distance > pixel) return 0;
  const rim = 0.82 + 0.18 * smoothStep(-0.014, -0.002, distance);
  return strength * cover(distance, 1.6 * pixel) * (rim + 0.18 * fibres(x * 20, y * 20));
}

/** Optical densities of each stain in red, green and blue. */
const densities = {
  haematoxylin: [0.95, 1.06, 0.5],
  eosin: [0.1, 0.86, 0.42],
  diaminobenzidine: [0.42, 0.86, 1.25]
} as const;

/** Light through the stained section (Beer–Lambert). */
function developed({ haematoxylin, eosin, marker }: Stains, immuno: boolean): Picture {
  const planes = [0, 1, 2].map((channel) =>
    haematoxylin.map((amount, index) => {
      const counterstain =
        densities.haematoxylin[channel]! * (immuno ? 0.75 * amount + 0.12 * eosin[index]! : amount);
      const second = immuno
        ? densities.diaminobenzidine[channel]! *
          (0.06 * eosin[index]! + 0.85 * marker[index]! * (0.6 + eosin[index]!))
        : densities.eosin[channel]! * eosin[index]!;
      return 244 * exponential(-counterstain - second);
    })
  );
  return { ...size, planes };
}

/** Glands in a stroma with a nest of atypical cells, stained with H&E; restyled it is an immunostain. */
export function makeGlandPathology(random: Random): Phantom {
  const tissue = makeTissue(random.fork('tissue'));
  return {
    ...size,
    kind: 'gland-pathology',
    modality: 'Pathology',
    finding: tissue.finding,
    count: tissue.glands.length,
    draw(variant) {
      const complete = { ...usual, ...variant };
      return quantise(developed(drawStains(tissue, complete), complete.restyled), 8);
    },
    outline: () => drawPlane(size, (x, y) => glandDistance(tissue.glands, tissue.wobble, x, y))
  };
}
