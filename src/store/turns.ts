/** One after the other, for what takes one thing at a time: a session of a database. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Begins when everything asked for before has ended, well or badly. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
