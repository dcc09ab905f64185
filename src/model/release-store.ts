/** What the flows ask of the store: releases that outlive every crash, and a queue that hands each out until it is done. */
import type { Release } from "./release.ts";

export interface ReleaseStore {
  /** Keeps a new release; false: there is one of that id already, and nothing is changed. */
  begin(release: Release): Promise<boolean>;
  read(id: string): Promise<Release | null>;
  /** Takes the place of what is kept under the id. On disk when it resolves. */
  write(release: Release): Promise<void>;
  /** Releases that are not settled, the oldest first: after a crash they are taken up again. */
  unsettled(): Promise<readonly Release[]>;
  /** Releases of a repository, the newest first. */
  list(repository: string, most: number): Promise<readonly Release[]>;
  /** Remembers for ever, under a name, that something is done once; false: it was done before. */
  once(name: string): Promise<boolean>;
  /**
   * Does something alone among all processes that share the store; null: somebody else is at it.
   * A process that dies lets go at once.
   */
  alone<T>(id: string, work: () => Promise<T>): Promise<T | null>;
  /** Hands a release's id to a worker, now or later, in this process or another, after a crash as well; more than once at worst. */
  enqueue(id: string, options?: { readonly afterSeconds?: number }): Promise<void>;
  /** Takes ids from the queue, `most` side by side. A handler that throws gets the id again later. */
  work(most: number, handler: (id: string) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}
