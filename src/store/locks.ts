/** Doing something alone: first among what this process does, then among all processes that share the database. */

/** What is known outside this process; a lock is asked for only once at a time. */
export interface SharedLocks {
  /** False: another process has it. It is let go when this process ends, however it ends. */
  take(id: string): Promise<boolean>;
  release(id: string): Promise<void>;
  close(): Promise<void>;
}

export class Locks {
  readonly #shared: SharedLocks;
  readonly #held = new Set<string>();

  constructor(shared: SharedLocks) {
    this.#shared = shared;
  }

  /** Null: somebody else is at it. */
  async alone<T>(id: string, work: () => Promise<T>): Promise<T | null> {
    if (this.#held.has(id)) return null;
    this.#held.add(id);
    try {
      if (!(await this.#shared.take(id))) return null;
      try {
        return await work();
      } finally {
        await this.#shared.release(id);
      }
    } finally {
      this.#held.delete(id);
    }
  }

  close(): Promise<void> {
    return this.#shared.close();
  }
}

/** Where no other process can have the database open, there is nobody to share a lock with. */
export function unsharedLocks(): SharedLocks {
  return { take: async () => true, release: async () => {}, close: async () => {} };
}
