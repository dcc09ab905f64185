/** Answers that a story puts in GitHub's place: failures, limits, cut connections and delays. */

export interface Interference {
  readonly method?: string;
  /** Matches the path with its query. */
  readonly path: RegExp;
  /** How many requests are met; default: 1. */
  readonly times?: number;
  /** How many matching requests go by first; default: 0. */
  readonly after?: number;
  readonly answer: InterferingAnswer;
}

export type InterferingAnswer =
  /** Answered without anything being done. */
  | { readonly kind: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  /** The connection breaks before anything is done. */
  | { readonly kind: "cut" }
  /** It is done, and then the connection breaks: the App cannot know. */
  | { readonly kind: "cut after" }
  /** The good answer breaks off in the middle. */
  | { readonly kind: "truncate" }
  /** Done and answered, but late. */
  | { readonly kind: "delay"; readonly milliseconds: number }
  /** Something happens first: a push, a merge, an edit. */
  | { readonly kind: "first"; readonly act: () => Promise<unknown> };

/** Those that are still to happen. */
export interface Interferences {
  add(interference: Interference): void;
  /** The answer to put in place of the next request; undefined: none. Counts the request. */
  next(method: string, path: string): InterferingAnswer | undefined;
}

interface Pending {
  readonly interference: Interference;
  toPass: number;
  toMeet: number;
}

export function createInterferences(): Interferences {
  const pending: Pending[] = [];
  return {
    add(interference) {
      pending.push({ interference, toPass: interference.after ?? 0, toMeet: interference.times ?? 1 });
    },
    next(method, path) {
      for (const entry of pending) {
        if (entry.toMeet === 0 || !meets(entry.interference, method, path)) continue;
        if (entry.toPass > 0) {
          entry.toPass--;
          continue;
        }
        entry.toMeet--;
        return entry.interference.answer;
      }
      return undefined;
    },
  };
}

function meets(interference: Interference, method: string, path: string): boolean {
  return (interference.method === undefined || interference.method === method) && interference.path.test(path);
}
