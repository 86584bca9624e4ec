import type { Random } from './random.ts';

/** A smooth random field over the plane, about −1 to 1. */
export type Noise = (x: number, y: number) => number;

const side = 64;

/** Value noise: random numbers on a lattice of pitch 1 that repeats after 64, joined smoothly. */
export function valueNoise(random: Random): Noise {
  const lattice = makeLattice(random);
  return (x, y) => sampleLattice(lattice, x, y);
}

/** Several octaves of value noise, each twice as fine and half as strong. */
export function fractalNoise(random: Random, octaves: number): Noise {
  const lattices = Array.from({ length: octaves }, (_, octave) =>
    makeLattice(random.fork(`octave ${octave}`))
  );
  return (x, y) => {
    let sum = 0;
    let frequency = 1;
    let weight = 0.6;
    for (const lattice of lattices) {
      sum += weight * sampleLattice(lattice, x * frequency, y * frequency);
      frequency *= 2.03;
      weight *= 0.5;
    }
    return sum;
  };
}

function makeLattice(random: Random): Float64Array {
  return Float64Array.from({ length: side * side }, () => random.between(-1, 1));
}

function sampleLattice(lattice: Float64Array, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const fx = fade(x - column);
  const fy = fade(y - row);
  const left = column & (side - 1);
  const right = (column + 1) & (side - 1);
  const top = (row & (side - 1)) * side;
  const bottom = ((row + 1) & (side - 1)) * side;
  const above = lattice[top + left]! + (lattice[top + right]! - lattice[top + left]!) * fx;
  const below = lattice[bottom + left]! + (lattice[bottom + right]! - lattice[bottom + left]!) * fx;
  return above + (below - above) * fy;
}

function fade(t: number): number {
  return t * t * (3 - 2 * t);
}
