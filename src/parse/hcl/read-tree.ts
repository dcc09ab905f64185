/** Runs the grammar over a scanned text, and finds the items that it cannot read without losing the others. */
import type { Language, Parser } from "web-tree-sitter";
import { copyTree, type RawNode, type RawTree, type Reading } from "./raw-tree.ts";
import type { Scanned } from "./scan.ts";
import type { Fault } from "./source-text.ts";
import { firstError } from "./syntax-error.ts";

export interface Grammar {
  readonly parser: Parser;
  readonly language: Language;
  readonly readings: ReadonlyMap<number, Reading>;
}

/** What stands around a range of the text to make a whole file of it. */
export interface Wrapping {
  readonly before: string;
  readonly after: string;
}

/** Reports of the parser, one in a hundred or so of its steps, until recovery from errors is given up. */
const MAX_RECOVERY = 20_000;
/** After so many broken items the rest of a file is not read. */
const MAX_BROKEN_ITEMS = 20;

/**
 * Parses a range of the masked text; offsets in the tree are those of the whole text.
 * `strict`: null at the first error. Otherwise null only where recovery from errors takes too long.
 */
export function readTree(grammar: Grammar, masked: string, from: number, to: number, wrapping: Wrapping, strict: boolean): RawTree | null {
  const text = wrapping.before + masked.slice(from, to) + wrapping.after;
  let reports = 5_000 + text.length / 4;
  let recovery = MAX_RECOVERY;
  const tree = grammar.parser.parse(text, null, {
    progressCallback: (state) => --reports < 0 || (state.hasError && (strict || --recovery < 0)),
  });
  if (tree === null) {
    grammar.parser.reset();
    return null;
  }
  try {
    return strict && tree.rootNode.hasError ? null : copyTree(tree, grammar.language, grammar.readings, wrapping.before.length - from, to);
  } finally {
    tree.delete();
  }
}

export interface ItemsRead {
  /** Attributes and blocks of the file; error nodes among them. */
  readonly nodes: readonly RawNode[];
  /** The first error of each broken item. */
  readonly faults: readonly Fault[];
}

/**
 * The items of a file. Recovery from an error spoils what follows it, so where the whole has one, it is halved at the lines where
 * items start until the broken ones stand alone: the others are read as if nothing had happened.
 */
export function readItems(grammar: Grammar, scanned: Scanned): ItemsRead {
  const { masked, items } = scanned;
  const bounds = [0, ...items.slice(1), masked.length];
  const nodes: RawNode[] = [];
  const faults: Fault[] = [];
  const ranges: { readonly first: number; readonly last: number }[] = [{ first: 0, last: bounds.length - 1 }];
  for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
    const { first, last } = range;
    const from = bounds[first] ?? 0;
    const to = bounds[last] ?? masked.length;
    const wrapping = { before: "", after: to === masked.length ? `${scanned.closers}\n` : "\n" };
    const healthy = readTree(grammar, masked, from, to, wrapping, true);
    if (healthy !== null) {
      addItems(nodes, healthy.root);
    } else if (last - first > 1) {
      const middle = (first + last) >> 1;
      ranges.push({ first: middle, last }, { first, last: middle });
    } else if (faults.length >= MAX_BROKEN_ITEMS) {
      faults.push({ message: "Too many syntax errors: the rest of this file is not read.", start: from, end: to });
      break;
    } else {
      const broken = readTree(grammar, masked, from, to, wrapping, false);
      faults.push(firstError(grammar, masked, from, to, wrapping, broken?.errors ?? []));
      if (broken !== null) {
        addItems(nodes, broken.root);
      }
    }
  }
  return { nodes, faults };
}

function addItems(nodes: RawNode[], root: RawNode): void {
  for (const child of root.children) {
    if (child.type !== "body") {
      nodes.push(child);
      continue;
    }
    for (const item of child.children) {
      nodes.push(item);
    }
  }
}
