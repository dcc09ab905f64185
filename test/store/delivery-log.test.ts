/** Which deliveries have been taken: told once, also when GitHub sends one again, when many come at once, and after a crash. */
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, jest, test } from "@jest/globals";
import { BakegateError } from "../../src/model/failure.ts";
import { DeliveryLog, openDeliveryLog } from "../../src/store/delivery-log.ts";

const room = mkdtempSync(join(tmpdir(), "bakegate-deliveries-"));
let folders = 0;

afterAll(() => rmSync(room, { recursive: true, force: true }));

function folder(): string {
  folders += 1;
  return join(room, String(folders));
}

function fileIn(dir: string): string {
  return join(dir, "deliveries.log");
}

/** As `X-GitHub-Delivery` has them. */
function guid(index: number): string {
  return `72d3162e-cc78-11e3-81ab-${index.toString(16).padStart(12, "0")}`;
}

/** Opens it, asks, and closes it, as a process that ends would. */
async function ask(dir: string, ...ids: readonly string[]): Promise<readonly boolean[]> {
  const { log } = await openDeliveryLog(dir);
  const answers: boolean[] = [];
  for (const id of ids) answers.push(await log.isNew(id));
  await log.close();
  return answers;
}

describe("a delivery", () => {
  test("is new once", async () => {
    expect(await ask(folder(), guid(1), guid(2), guid(1), guid(2), guid(3))).toEqual([true, true, false, false, true]);
  });

  test("that comes several times at once is new to one of them", async () => {
    const { log } = await openDeliveryLog(folder());
    const answers = await Promise.all(Array.from({ length: 20 }, () => log.isNew(guid(1))));
    expect(answers.filter((isNew) => isNew)).toHaveLength(1);
    await log.close();
  });

  test("is on the disk when it is told that it is new", async () => {
    const dir = folder();
    const { log } = await openDeliveryLog(dir);
    await log.isNew(guid(1));
    expect(readFileSync(fileIn(dir), "utf8")).toBe(`${guid(1)}\n`);
    await log.close();
  });

  test("is known after a restart, and after the next", async () => {
    const dir = folder();
    expect(await ask(dir, guid(1))).toEqual([true]);
    expect(await ask(dir, guid(1), guid(2))).toEqual([false, true]);
    expect(await ask(dir, guid(1), guid(2), guid(3))).toEqual([false, false, true]);
    expect(readFileSync(fileIn(dir), "utf8")).toBe(`${guid(1)}\n${guid(2)}\n${guid(3)}\n`);
  });
});

describe("a delivery that has to be acted upon", () => {
  test("is open until it is done, over restarts", async () => {
    const dir = folder();
    const first = await openDeliveryLog(dir);
    expect(await first.log.isNew(guid(1), { kind: "pushed", text: "a\nb {x} \u2028" })).toBe(true);
    expect(await first.log.isNew(guid(2), { kind: "comment" })).toBe(true);
    expect(await first.log.isNew(guid(1), { kind: "pushed" })).toBe(false);
    await first.log.close();
    const second = await openDeliveryLog(dir);
    expect([...second.open]).toEqual([
      [guid(1), { kind: "pushed", text: "a\nb {x} \u2028" }],
      [guid(2), { kind: "comment" }],
    ]);
    await second.log.done(guid(1));
    await second.log.close();
    const third = await openDeliveryLog(dir);
    expect([...third.open.keys()]).toEqual([guid(2)]);
    expect(await third.log.isNew(guid(1))).toBe(false);
    await third.log.close();
  });

  test("whose line was cut off by a crash was never taken", async () => {
    const dir = folder();
    await ask(dir, guid(1));
    appendFileSync(fileIn(dir), `${guid(2)} {"kind":"pus`);
    const { log, open } = await openDeliveryLog(dir);
    expect(open.size).toBe(0);
    expect(await log.isNew(guid(2))).toBe(true);
    await log.close();
  });
});

describe("a thousand deliveries at once", () => {
  const ids = Array.from({ length: 1_000 }, (_, index) => guid(index));

  test("are written in their order, in few writes", async () => {
    const dir = folder();
    mkdirSync(dir, { recursive: true });
    const file = await open(fileIn(dir), "a");
    const writes = jest.spyOn(file, "appendFile");
    const log = new DeliveryLog(file, new Set());
    expect(await Promise.all(ids.map((id) => log.isNew(id)))).toEqual(ids.map(() => true));
    expect(readFileSync(fileIn(dir), "utf8")).toBe(ids.map((id) => `${id}\n`).join(""));
    expect(writes.mock.calls.length).toBeLessThanOrEqual(3);
    await log.close();
  });

  test("are all known afterwards, each twice", async () => {
    const dir = folder();
    const { log } = await openDeliveryLog(dir);
    const answers = await Promise.all([...ids, ...ids].map((id) => log.isNew(id)));
    expect(answers).toEqual([...ids.map(() => true), ...ids.map(() => false)]);
    await log.close();
    expect(await ask(dir, ...ids)).toEqual(ids.map(() => false));
  });
});

describe("a file that a crash left", () => {
  test("with its last line cut off: that delivery is taken once more, and the next is kept whole", async () => {
    const dir = folder();
    await ask(dir, guid(1), guid(2));
    appendFileSync(fileIn(dir), guid(3).slice(0, 20));
    expect(await ask(dir, guid(1), guid(2), guid(3))).toEqual([false, false, true]);
    expect(await ask(dir, guid(1), guid(2), guid(3))).toEqual([false, false, false]);
  });

  test.each<[string, string | Buffer]>([
    ["bytes that are no text", Buffer.from([0, 255, 254, 10, 0, 10])],
    ["empty lines", "\n\n\r\n"],
    ["something else altogether", '{"a": [1, 2]}\n<!-- x -->\n../../etc/passwd\n'],
    ["a line without end", `${"x".repeat(300_000)}\n`],
  ])("with %s in it: the rest is known, and what it holds is cleaned", async (_, damage) => {
    const dir = folder();
    await ask(dir, guid(1));
    appendFileSync(fileIn(dir), damage);
    appendFileSync(fileIn(dir), `${guid(2)}\n`);
    expect(await ask(dir, guid(1), guid(2), guid(3))).toEqual([false, false, true]);
    expect(readFileSync(fileIn(dir), "utf8")).toBe(`${guid(1)}\n${guid(2)}\n${guid(3)}\n`);
  });

  test("with Windows' line ends, or the same delivery twice", async () => {
    const dir = folder();
    mkdirSync(dir);
    writeFileSync(fileIn(dir), `${guid(1)}\r\n${guid(2)}\r\n${guid(1)}\r\n`);
    expect(await ask(dir, guid(1), guid(2))).toEqual([false, false]);
    expect(readFileSync(fileIn(dir), "utf8")).toBe(`${guid(1)}\n${guid(2)}\n`);
  });

  test("beside one that was half written when it was cleaned", async () => {
    const dir = folder();
    await ask(dir, guid(1));
    writeFileSync(`${fileIn(dir)}.partial`, "half");
    expect(await ask(dir, guid(1))).toEqual([false]);
    expect(readdirSync(dir)).toEqual(["deliveries.log"]);
  });

  test("of years: the oldest are forgotten, the newest are known", async () => {
    const dir = folder();
    mkdirSync(dir);
    writeFileSync(fileIn(dir), Array.from({ length: 200_005 }, (_, index) => `${guid(index)}\n`).join(""));
    expect(await ask(dir, guid(4), guid(5), guid(200_004))).toEqual([true, false, false]);
  });
});

describe("the data directory", () => {
  test("is made, for this user alone", async () => {
    const dir = join(folder(), "deep", "er");
    await ask(dir, guid(1));
    expect([statSync(dir).mode & 0o777, statSync(fileIn(dir)).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  test.each<[string, (dir: string) => string, string]>([
    [
      "that is a file",
      (dir) => {
        writeFileSync(dir, "x");
        return dir;
      },
      "something of this name is there already",
    ],
    [
      "below a file",
      (dir) => {
        writeFileSync(dir, "x");
        return join(dir, "data");
      },
      "a part of its path is a file",
    ],
    [
      "in which the log is a folder",
      (dir) => {
        mkdirSync(fileIn(dir), { recursive: true });
        return dir;
      },
      "it is a folder",
    ],
  ])("%s is refused with the way out", async (_, prepare, why) => {
    const dir = prepare(folder());
    const error = await openDeliveryLog(dir).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(BakegateError);
    expect(error).toMatchObject({
      kind: "usage",
      message: `the data directory ${dir} cannot be used: ${why}`,
      next: "Name a folder that this user may write with BAKEGATE_DATA_DIR.",
    });
  });
});

describe("a disk that is full", () => {
  /** Writes fail until it is said that there is room. */
  async function fullDisk(): Promise<{ readonly file: FileHandle; readonly dir: string; free(): void }> {
    const dir = folder();
    mkdirSync(dir);
    const file = await open(fileIn(dir), "a");
    const write = jest.spyOn(file, "appendFile").mockRejectedValue(Object.assign(new Error("no space"), { code: "ENOSPC" }));
    return { file, dir, free: () => write.mockRestore() };
  }

  test("is told to who asked, and the delivery counts as not seen", async () => {
    const { file, dir, free } = await fullDisk();
    const log = new DeliveryLog(file, new Set());
    const answers = await Promise.allSettled([log.isNew(guid(1)), log.isNew(guid(2))]);
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    free();
    expect(await log.isNew(guid(1))).toBe(true);
    expect(await log.isNew(guid(1))).toBe(false);
    expect(readFileSync(fileIn(dir), "utf8")).toBe(`${guid(1)}\n`);
    await log.close();
  });
});

test("nothing is left behind but the log", async () => {
  const dir = folder();
  await ask(dir, guid(1));
  expect(readdirSync(dir)).toEqual(["deliveries.log"]);
  expect(existsSync(`${fileIn(dir)}.partial`)).toBe(false);
});
