/** Folds resource addresses that differ only in one index: `aws_instance.web[0]`, `[1]`, `[2]` become `aws_instance.web[0..2]`. */
import { compareText, grouped } from "./phrase.ts";

/** An address cut at its indexes: `module.a["x"].b.c[0]` has the texts `module.a`, `.b.c`, `` and the keys `"x"`, `0`. */
interface CutAddress {
  readonly texts: readonly string[];
  readonly keys: readonly string[];
}

const INDEX = /\[(\d{1,9}|"(?:[^"\\]|\\.)*")\]/gs;

function cut(address: string): CutAddress {
  const texts: string[] = [];
  const keys: string[] = [];
  let from = 0;
  for (const match of address.matchAll(INDEX)) {
    texts.push(address.slice(from, match.index));
    keys.push(match[1] ?? "");
    from = match.index + match[0].length;
  }
  texts.push(address.slice(from));
  return { texts, keys };
}

/** The address without its last index, where it ends in one. */
export function withoutIndex(address: string): string {
  const { texts, keys } = cut(address);
  const last = keys[keys.length - 1];
  if (last === undefined || texts[texts.length - 1] !== "") return address;
  return address.slice(0, address.length - last.length - 2);
}

/** The address with every index taken out: what equal instances have in common. */
export function patternOf(address: string): string {
  return cut(address).texts.join("[]");
}

function ranges(keys: readonly string[]): string[] {
  const numbers: number[] = [];
  const words: string[] = [];
  for (const key of new Set(keys)) {
    if (key.startsWith('"')) words.push(key);
    else numbers.push(Number(key));
  }
  numbers.sort((a, b) => a - b);
  words.sort(compareText);
  const result: string[] = [];
  for (let index = 0; index < numbers.length; ) {
    let end = index;
    while (numbers[end + 1] === (numbers[end] ?? 0) + 1) end += 1;
    result.push(end - index < 1 ? `[${numbers[index]}]` : `[${numbers[index]}..${numbers[end]}]`);
    index = end + 1;
  }
  return [...result, ...words.map((word) => `[${word}]`)];
}

function differing(cuts: readonly CutAddress[]): number[] {
  const first = cuts[0];
  if (first === undefined) return [];
  return [...first.keys.keys()].filter((at) => cuts.some((each) => each.keys[at] !== first.keys[at]));
}

/** How addresses of one pattern read together. `names` are literal; `times` stands behind them where they name more than they list. */
export interface FoldedAddress {
  readonly names: readonly string[];
  readonly times: number | null;
}

const MOST_KEYS = 4;

function foldOne(addresses: readonly string[], mostKeys: number): FoldedAddress {
  const first = addresses[0] ?? "";
  if (addresses.length === 1) return { names: [first], times: null };
  const cuts = addresses.map(cut);
  const at = differing(cuts);
  const shown = (position: number, label: string): string => {
    const { texts, keys } = cuts[0] as CutAddress;
    return texts.map((text, index) => text + (index >= keys.length ? "" : index === position ? label : `[${keys[index]}]`)).join("");
  };
  const position = at[0];
  if (at.length === 1 && position !== undefined) {
    const labels = ranges(cuts.map((each) => each.keys[position] ?? ""));
    if (labels.length === 1) return { names: [shown(position, labels[0] ?? "")], times: addresses.length };
    if (labels.length <= mostKeys) return { names: [shown(position, labels[0] ?? ""), ...labels.slice(1)], times: null };
    return { names: [shown(position, "[…]")], times: addresses.length };
  }
  const { texts } = cuts[0] as CutAddress;
  return { names: [texts.join("[…]")], times: addresses.length };
}

/** Addresses of equal things, folded by pattern, in the order in which they came. */
export function foldAddresses(addresses: readonly string[], mostKeys = MOST_KEYS): FoldedAddress[] {
  const byPattern = new Map<string, string[]>();
  for (const address of addresses) {
    const pattern = patternOf(address);
    const same = byPattern.get(pattern);
    if (same === undefined) byPattern.set(pattern, [address]);
    else same.push(address);
  }
  return [...byPattern.values()].map((same) => foldOne([...new Set(same)], mostKeys));
}

/** The folded addresses as the literal values of a sentence. */
export function foldedNames(addresses: readonly string[], mostKeys = MOST_KEYS): string[] {
  return foldAddresses(addresses, mostKeys).flatMap(({ names, times }) => {
    const [first = "", ...rest] = names;
    return [times !== null && first.includes("[…]") ? `${first} ×${grouped(times)}` : first, ...rest];
  });
}
