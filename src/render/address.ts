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

/** `0..2`, `4`, `"a"`: what stands between the brackets. */
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
    result.push(end === index ? `${numbers[index]}` : `${numbers[index]}..${numbers[end]}`);
    index = end + 1;
  }
  return [...result, ...words];
}

function differing(cuts: readonly CutAddress[]): number[] {
  const first = cuts[0];
  if (first === undefined) return [];
  return [...first.keys.keys()].filter((at) => cuts.some((each) => each.keys[at] !== first.keys[at]));
}

const MOST_KEYS = 4;

/** One name for addresses of one pattern. */
function foldOne(addresses: readonly string[], mostKeys: number): string {
  const cuts = addresses.map(cut);
  const first = cuts[0];
  if (first === undefined || addresses.length === 1) return addresses[0] ?? "";
  const at = differing(cuts);
  const position = at[0];
  const labels = at.length === 1 && position !== undefined ? ranges(cuts.map((each) => each.keys[position] ?? "")) : [];
  const listed = labels.length > 0 && labels.length <= mostKeys;
  const label = (index: number): string => {
    if (!at.includes(index)) return first.keys[index] ?? "";
    return listed ? labels.join(", ") : "…";
  };
  const name = first.texts.map((text, index) => (index < first.keys.length ? `${text}[${label(index)}]` : text)).join("");
  return listed ? name : `${name} ×${grouped(addresses.length)}`;
}

/**
 * Addresses of equal things as literal names, one for each pattern, in the order in which they came: `aws_instance.web[0..2]`,
 * `module.app["eu", "us"].aws_instance.web`, and `aws_instance.web[…] ×12` beyond `mostKeys` keys.
 */
export function foldedNames(addresses: readonly string[], mostKeys = MOST_KEYS): string[] {
  const byPattern = new Map<string, string[]>();
  for (const address of new Set(addresses)) {
    const pattern = patternOf(address);
    const same = byPattern.get(pattern);
    if (same === undefined) byPattern.set(pattern, [address]);
    else same.push(address);
  }
  return [...byPattern.values()].map((same) => foldOne(same, mostKeys));
}
