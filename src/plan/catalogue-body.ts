/** The facts of one resource type as a tree, read from the compact string of `policies/catalogue/replacement/`. */
import type { ArgumentSchema, ReplacementFact } from "../model/catalogue.ts";

export interface ArgumentNode {
  /** `group`: no fact of its own, only its children have. */
  readonly fact: ReplacementFact | "group";
  readonly schema: ArgumentSchema | null;
  readonly children: ArgumentBody | null;
}

export type ArgumentBody = ReadonlyMap<string, ArgumentNode>;

/** Bodies nested deeper than this are not read: their paths are unknown. */
const maxDepth = 40;

const factSigns = new Map<string, ReplacementFact | "group">([
  ["!", "replace"],
  ["?", "conditional"],
  ["~", "group"],
]);

/** The body that a string says; the grammar stands in `policies/catalogue/build-replacement.mjs`. */
export function parseBody(text: string, shared: readonly string[]): ArgumentBody {
  return new BodyReader(text, shared, 0).items();
}

class BodyReader {
  readonly #text: string;
  readonly #shared: readonly string[];
  readonly #depth: number;
  #at = 0;

  constructor(text: string, shared: readonly string[], depth: number) {
    this.#text = text;
    this.#shared = shared;
    this.#depth = depth;
  }

  items(nesting = this.#depth): ArgumentBody {
    const found = new Map<string, ArgumentNode>();
    if (this.#text[this.#at] === "$") return this.#sharedBody(nesting);
    while (this.#at < this.#text.length && this.#text[this.#at] !== ")") {
      const marks = this.#takeWhile("!?~+=@#&:;'-");
      const name = this.#takeUntil(",()");
      let children: ArgumentBody | null = null;
      if (this.#text[this.#at] === "(") {
        this.#at++;
        children = nesting > maxDepth ? new Map() : this.items(nesting + 1);
        this.#at++;
      }
      found.set(name, { fact: factSigns.get(marks[0] ?? "") ?? "update", schema: schemaOf(marks), children });
      if (this.#text[this.#at] === ",") this.#at++;
    }
    return found;
  }

  #sharedBody(nesting: number): ArgumentBody {
    this.#at++;
    const body = this.#shared[Number(this.#takeUntil(",()"))];
    if (body === undefined || nesting > maxDepth) return new Map();
    return new BodyReader(body, this.#shared, nesting + 1).items();
  }

  #takeWhile(characters: string): string {
    const start = this.#at;
    while (this.#at < this.#text.length && characters.includes(this.#text[this.#at] ?? "")) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  #takeUntil(characters: string): string {
    const start = this.#at;
    while (this.#at < this.#text.length && !characters.includes(this.#text[this.#at] ?? "")) this.#at++;
    return this.#text.slice(start, this.#at);
  }
}

function schemaOf(marks: string): ArgumentSchema | null {
  if (marks.includes("-")) return null;
  return {
    required: marks.includes("="),
    computed: marks.includes("+"),
    kind: marks.includes("@") ? "set" : marks.includes("#") ? "collection" : "scalar",
    block: marks.includes("&"),
    ...scalarOf(marks),
  };
}

function scalarOf(marks: string): Pick<ArgumentSchema, "scalar"> {
  if (marks.includes(":")) return { scalar: "boolean" };
  if (marks.includes(";")) return { scalar: "number" };
  return marks.includes("'") ? { scalar: "string" } : {};
}

/** The node at a path of names; null: not in the catalogue. Below a leaf (a key of a map, an element of a list) the leaf's own node holds. */
export function nodeAt(body: ArgumentBody, names: readonly string[]): ArgumentNode | null {
  let level: ArgumentBody | null = body;
  let node: ArgumentNode | null = null;
  for (const name of names) {
    if (level === null) return node;
    const found: ArgumentNode | undefined = level.get(name) ?? level.get("*");
    if (found === undefined) return null;
    if (!level.has(name)) return found;
    node = found;
    level = found.children;
  }
  return node;
}

/** The argument names of a written path, indexes and keys left out: `root_block_device[0].volume_size` → `root_block_device`, `volume_size`. */
export function namesOf(path: string): readonly string[] {
  const names: string[] = [];
  let name = "";
  let at = 0;
  while (at < path.length) {
    const character = path[at] ?? "";
    if (character === "[") {
      at = closingBracket(path, at) + 1;
      continue;
    }
    if (character === ".") {
      names.push(name);
      name = "";
    } else {
      name += character;
    }
    at++;
  }
  names.push(name);
  return names.filter((part) => part !== "" && !/^\d+$/.test(part));
}

/** Where the bracket opened at `open` closes; strings inside may hold brackets. */
function closingBracket(path: string, open: number): number {
  let quoted = false;
  for (let at = open + 1; at < path.length; at++) {
    if (quoted && path[at] === "\\") at++;
    else if (path[at] === '"') quoted = !quoted;
    else if (!quoted && path[at] === "]") return at;
  }
  return path.length;
}
