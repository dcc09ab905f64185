/** Values by key within a bound: what was used last stays, the longest unused goes. */

export class Recent<V extends object> {
  readonly #room: number;
  readonly #weigh: (value: V) => number;
  /** The longest unused stands first. */
  readonly #held = new Map<string, V>();
  #weight = 0;

  /** @param room the sum of weights that is held at most. */
  constructor(room: number, weigh: (value: V) => number) {
    this.#room = room;
    this.#weigh = weigh;
  }

  get(key: string): V | null {
    const value = this.#held.get(key);
    if (value === undefined) return null;
    this.#held.delete(key);
    this.#held.set(key, value);
    return value;
  }

  /** Values under one key are taken to be equal. One that is heavier than the whole room is not kept. */
  keep(key: string, value: V): void {
    const weight = this.#weigh(value);
    if (weight > this.#room || this.get(key) !== null) return;
    this.#held.set(key, value);
    this.#weight += weight;
    for (const [oldest, one] of this.#held) {
      if (this.#weight <= this.#room) return;
      this.#held.delete(oldest);
      this.#weight -= this.#weigh(one);
    }
  }
}
