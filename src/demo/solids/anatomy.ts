import { cosine, sine, turn } from '../drawing/arithmetic.ts';
import type { Random } from '../drawing/random.ts';
import { mirrorBalls, tube, type Ball, type Solid } from './solid.ts';

const bone = [232, 220, 190] as const;
const spineY = 0.34;

/** A vertebra: a disc-shaped body, the arch's two stubs and the spine behind. */
function vertebra(z: number): Ball[] {
  const ring = Array.from({ length: 7 }, (_, i) => ({
    x: 0.055 * cosine((i / 7) * turn),
    y: spineY + 0.045 * sine((i / 7) * turn),
    z,
    radius: 0.042
  }));
  const stub = tube([
    { x: 0.07, y: spineY + 0.09, z: z + 0.01, radius: 0.022 },
    { x: 0.15, y: spineY + 0.13, z: z + 0.015, radius: 0.016 }
  ]);
  const behind = tube([
    { x: 0, y: spineY + 0.1, z: z + 0.02, radius: 0.02 },
    { x: 0, y: spineY + 0.22, z: z + 0.075, radius: 0.018 }
  ]);
  return [...ring, { x: 0, y: spineY, z, radius: 0.046 }, ...stub, ...mirrorBalls(stub), ...behind];
}

/** One rib from its vertebra backwards, round the flank and down to the front. */
function rib(level: number): Ball[] {
  const z = -0.82 + 0.135 * level;
  const width =
    0.42 +
    0.3 * Math.sqrt(Math.min(1, (level + 0.4) / 5)) -
    0.012 * Math.max(0, level - 5) * Math.max(0, level - 5);
  const depth = 0.46;
  const forward = level > 7 ? 0.62 : 0.92;
  return tube(
    Array.from({ length: 19 }, (_, i) => {
      const angle = turn * (0.2 - forward * 0.43 * (i / 18));
      return {
        x: 0.06 + (width - 0.06) * cosine(angle),
        y: 0.02 + depth * sine(angle),
        z: z + (i / 18) * (0.3 + 0.012 * level) - 0.03 * sine((i / 18) * turn * 0.5),
        radius: 0.023
      };
    })
  );
}

function kidney(z: number, length: number): Ball[] {
  return tube(
    Array.from({ length: 9 }, (_, i) => {
      const angle = turn * (-0.22 + 0.44 * (i / 8));
      return {
        x: 0.24 + 0.13 * cosine(angle),
        y: 0.22,
        z: z + length * sine(angle),
        radius: 0.075 + 0.018 * cosine(angle)
      };
    })
  );
}

/** The skeleton of the trunk; each bone is one solid. */
export function ribCage(): Solid[] {
  const spine = Array.from({ length: 14 }, (_, level) => vertebra(-0.92 + 0.14 * level));
  const ribs = Array.from({ length: 9 }, (_, level) => rib(level));
  return [...spine, ...ribs, ...ribs.map(mirrorBalls)].map((balls) => ({
    balls,
    density: 0.9,
    colour: bone
  }));
}

export interface Trunk {
  readonly solids: readonly Solid[];
  /** Whether the aorta bulges. */
  readonly bulge: boolean;
  readonly kidneys: 1 | 2;
}

/** The rib cage with kidneys and aorta. */
export function makeTrunk(random: Random, bulge: boolean, kidneys: 1 | 2): Trunk {
  const right = mirrorBalls(kidney(0.48, random.between(0.13, 0.15)));
  const left = kidney(0.42, random.between(0.13, 0.15));
  const aorta = tube(
    Array.from({ length: 15 }, (_, i) => {
      const z = -0.62 + i * 0.1;
      const swelling = bulge ? 0.055 * Math.max(0, 1 - (z - 0.52) * (z - 0.52) * 36) : 0;
      return { x: 0.05, y: 0.19, z, radius: 0.042 + swelling };
    })
  );
  const legs = tube([
    { x: 0.05, y: 0.19, z: 0.78, radius: 0.036 },
    { x: 0.2, y: 0.2, z: 1.02, radius: 0.026 }
  ]);
  const otherLeg = legs.map((ball) => ({ ...ball, x: 0.1 - ball.x }));
  const red = [196, 60, 52] as const;
  const brown = [168, 92, 74] as const;
  const organs: Solid[] = [
    { balls: left, density: 0.5, colour: brown },
    { balls: [...aorta, ...legs, ...otherLeg], density: 0.62, colour: red }
  ];
  if (kidneys === 2) organs.push({ balls: right, density: 0.5, colour: brown });
  return { solids: [...ribCage(), ...organs], bulge, kidneys };
}

export interface VesselTree {
  readonly solids: readonly Solid[];
  /** The side of the image where the aneurysm is. */
  readonly side: -1 | 1;
}

/** The arteries at the base of the brain with one aneurysm; z is downwards. */
export function makeVesselTree(random: Random): VesselTree {
  const colour = [206, 70, 58] as const;
  const side = random.sign();
  const balls: Ball[] = [];
  for (const flank of [-1, 1]) {
    const at = (x: number, y: number, z: number, radius: number): Ball => ({ x: flank * x, y, z, radius });
    const carotid = [
      at(0.2, 0.1, 1, 0.05),
      at(0.2, 0.08, 0.66, 0.048),
      at(0.26, -0.02, 0.52, 0.046),
      at(0.18, -0.06, 0.4, 0.044),
      at(0.2, -0.05, 0.28, 0.04)
    ];
    const middle = [at(0.2, -0.05, 0.28, 0.036), at(0.36, -0.1, 0.26, 0.032), at(0.5, -0.06, 0.22, 0.028)];
    const anterior = [
      at(0.2, -0.05, 0.28, 0.032),
      at(0.06, -0.22, 0.24, 0.028),
      at(0.03, -0.4, 0.02, 0.024),
      at(0.035, -0.4, -0.4, 0.018),
      at(0.03, -0.1, -0.62, 0.012)
    ];
    const posterior = [
      at(0, 0.14, 0.34, 0.034),
      at(0.14, 0.2, 0.3, 0.028),
      at(0.22, 0.42, 0.26, 0.022),
      at(0.18, 0.64, 0.2, 0.014)
    ];
    balls.push(...[carotid, middle, anterior, posterior].flatMap(tube));
    balls.push(...sprout(random, middle[2]!, flank, 0.024));
    balls.push(...sprout(random, { ...middle[2]!, z: 0.2 }, flank, 0.022));
  }
  balls.push(
    ...tube([
      { x: 0.05, y: 0.3, z: 1, radius: 0.036 },
      { x: 0, y: 0.2, z: 0.66, radius: 0.042 },
      { x: 0, y: 0.14, z: 0.34, radius: 0.038 }
    ])
  );
  balls.push(
    { x: side * 0.5, y: -0.1, z: 0.15, radius: 0.075 },
    { x: side * 0.5, y: -0.07, z: 0.2, radius: 0.04 }
  );
  return { solids: [{ balls, density: 1, colour }], side };
}

/** Branches over the side of the brain that wind upwards and fork. */
function sprout(random: Random, from: Ball, flank: number, radius: number): Ball[] {
  const knots: Ball[] = [{ ...from, radius }];
  const drift = random.between(-0.08, 0.1);
  for (let step = 1; step <= 5; step++) {
    const last = knots[knots.length - 1]!;
    knots.push({
      x: last.x + flank * (0.07 - 0.03 * step) + random.between(-0.025, 0.025),
      y: last.y + drift + random.between(-0.05, 0.05),
      z: last.z - random.between(0.1, 0.15),
      radius: radius * (1 - 0.13 * step)
    });
  }
  const own = tube(knots);
  if (radius < 0.017) return own;
  return [
    ...own,
    ...sprout(random, knots[1]!, flank, radius * 0.65),
    ...sprout(random, knots[3]!, -flank * 0.3, radius * 0.6)
  ];
}

export interface Follicles {
  readonly solids: readonly Solid[];
  readonly count: number;
}

/** Round follicles in an ovary, apart from each other. */
export function makeFollicles(random: Random): Follicles {
  const wanted = random.whole(5, 7);
  const balls: Ball[] = [];
  for (let attempt = 0; attempt < 400 && balls.length < wanted; attempt++) {
    const radius = random.between(0.14, 0.24);
    const spot = random.inDisc();
    const ball = { x: spot.x * 0.62, y: spot.y * 0.45, z: random.between(-0.45, 0.45), radius };
    const clear = balls.every((other) => {
      const dx = other.x - ball.x;
      const dz = other.z - ball.z;
      return Math.sqrt(dx * dx + dz * dz) > (other.radius + radius) * 0.95;
    });
    if (clear) balls.push(ball);
  }
  const colour = [120, 170, 214] as const;
  return { solids: balls.map((ball) => ({ balls: [ball], density: 1, colour })), count: balls.length };
}
