/** Which deliveries have been taken: GitHub may send one again, and so may somebody who recorded it. Kept in a file, so that a restart forgets nothing. */
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

  /** True the first time that an id is seen; it is on disk when this resolves. @throws what the disk says; then the id counts as not seen. */
  async isNew(id: string): Promise<boolean> {
    if (this.#known.has(id)) return false;
    this.#known.add(id);
    if (this.#known.size > 2 * mostKept) this.#forgetOldest();
    try {
      await this.#append(`${id}\n`);
      return true;
    } catch (cause) {
      this.#known.delete(id);
      throw cause;
    }
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

/** @throws BakegateError (usage) where the data directory cannot be written. */
export async function openDeliveryLog(dataDir: string): Promise<DeliveryLog> {
  const path = join(dataDir, "deliveries.log");
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const known = await readKnown(path);
    const partial = `${path}.partial`;
    await writeFile(partial, [...known].map((id) => `${id}\n`).join(""), { mode: 0o600 });
    await rename(partial, path);
    return new DeliveryLog(await open(path, "a", 0o600), known);
  } catch (cause) {
    const next = "Name a folder that this user may write with BAKEGATE_DATA_DIR.";
    throw new BakegateError("usage", `the data directory ${dataDir} cannot be used: ${systemWords(cause)}`, next, { cause });
  }
}

/** The last line may be cut off by a crash: then that delivery is taken once more, which does no harm. */
async function readKnown(path: string): Promise<Set<string>> {
  const ids: string[] = [];
  try {
    for await (const line of createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Number.POSITIVE_INFINITY }))
      if (/^[\w-]{1,100}$/.test(line)) ids.push(line);
  } catch (cause) {
    if (errorCode(cause) !== "ENOENT") throw cause;
  }
  return new Set(ids.slice(-mostKept));
}
