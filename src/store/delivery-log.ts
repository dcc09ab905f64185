/**
 * Which deliveries have been taken, and which of them are not done yet: GitHub may send one again, and so may somebody who recorded it, but
 * it does not send again what was taken and lost. Kept in a file, so that a crash forgets nothing: a line with an id and what it told when it
 * is taken, one with the id alone when it is done.
 */
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { BakegateError, errorCode, systemWords } from "../model/failure.ts";

/** GitHub offers redelivery for three days; at a busy 20 deliveries a minute that is 86,400. The oldest are forgotten. */
const mostKept = 200_000;

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (cause: unknown) => void;
}

export class DeliveryLog {
  readonly #file: FileHandle;
  readonly #known: Set<string>;
  #waiting: Waiting[] = [];
  #writing = false;

  constructor(file: FileHandle, known: Set<string>) {
    this.#file = file;
    this.#known = known;
  }

  /**
   * True the first time that an id is seen; it is on disk when this resolves. @throws what the disk says; then the id counts as not seen.
   * @param told what has to be done because of it, plain data; without it the delivery is done with this.
   */
  async isNew(id: string, told?: object): Promise<boolean> {
    if (this.#known.has(id)) return false;
    this.#known.add(id);
    if (this.#known.size > 2 * mostKept) this.#forgetOldest();
    try {
      await this.#append(told === undefined ? `${id}\n` : `${id} ${jsonLine(told)}\n`);
      return true;
    } catch (cause) {
      this.#known.delete(id);
      throw cause;
    }
  }

  /** What a delivery told has been done, or is kept elsewhere. Where this is lost, it is done once more. */
  async done(id: string): Promise<void> {
    await this.#append(`${id}\n`);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  #forgetOldest(): void {
    for (const id of this.#known) {
      if (this.#known.size <= mostKept) return;
      this.#known.delete(id);
    }
  }

  #append(line: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line, resolve, reject });
      if (!this.#writing) void this.#write();
    });
  }

  /** Whatever came while the disk was busy goes out in one write. */
  async #write(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      try {
        await this.#file.appendFile(batch.map(({ line }) => line).join(""));
        for (const { resolve } of batch) resolve();
      } catch (cause) {
        for (const { reject } of batch) reject(cause);
      }
    }
    this.#writing = false;
  }
}

export interface OpenedDeliveryLog {
  readonly log: DeliveryLog;
  /** What an ended process had taken and not done, by id, in the order in which it came. */
  readonly open: ReadonlyMap<string, unknown>;
}

/** @throws BakegateError (usage) where the data directory cannot be written. */
export async function openDeliveryLog(dataDir: string): Promise<OpenedDeliveryLog> {
  const path = join(dataDir, "deliveries.log");
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const { known, open: undone } = await readTaken(path);
    const partial = `${path}.partial`;
    const lines = [...known].map((id) => (undone.has(id) ? `${id} ${jsonLine(undone.get(id))}\n` : `${id}\n`));
    await writeFile(partial, lines.join(""), { mode: 0o600 });
    await rename(partial, path);
    return { log: new DeliveryLog(await open(path, "a", 0o600), known), open: undone };
  } catch (cause) {
    const next = "Name a folder that this user may write with BAKEGATE_DATA_DIR.";
    throw new BakegateError("usage", `the data directory ${dataDir} cannot be used: ${systemWords(cause)}`, next, { cause });
  }
}

interface Taken {
  readonly known: Set<string>;
  readonly open: Map<string, unknown>;
}

/** The last line may be cut off by a crash: nobody was told that it is taken, so that delivery is taken once more. */
async function readTaken(path: string): Promise<Taken> {
  const known = new Set<string>();
  const open = new Map<string, unknown>();
  try {
    for await (const line of createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Number.POSITIVE_INFINITY })) {
      const [, id, json] = /^([\w-]{1,100})(?: (\{.*\}))?$/.exec(line) ?? [];
      if (id === undefined) continue;
      const told = json === undefined ? null : parsed(json);
      if (told === undefined) continue;
      known.add(id);
      if (told === null) open.delete(id);
      else open.set(id, told);
    }
  } catch (cause) {
    if (errorCode(cause) !== "ENOENT") throw cause;
  }
  const forgotten = known.size - mostKept;
  for (const id of [...known].slice(0, Math.max(0, forgotten))) if (!open.has(id)) known.delete(id);
  return { known, open };
}

/** JSON without what anybody might take for the end of a line. */
function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u2028\u2029\u0085]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Undefined: it is no JSON. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
