/** Chance from a seed, the same every time. */

export interface Dice {
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(choices: readonly T[]) => T;
  /** A whole number from 0 below the bound. */
  readonly below: (bound: number) => number;
}

/** Numbers from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function diceOf(seed: number): Dice {
  const random = randomFrom(seed);
  return {
    chance: (probability) => random() < probability,
    pick: (choices) => choices[Math.floor(random() * choices.length)] as (typeof choices)[number],
    below: (bound) => Math.floor(random() * bound),
  };
}

export const literals = ['"v0"', '"v1"', '"v2"', '"v3"'];
