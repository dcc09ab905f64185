/** Reads a type that is written as a string, as JSON syntax has it: `"list(object({ name = string }))"`. */
import type { Expression, ObjectItem } from "../model/syntax.ts";

const span = { start: 0, end: 0, line: 1, column: 1, endLine: 1, endColumn: 1 };
const maxDepth = 60;

/** Names, calls, lists, objects and plain literals, which is all that types are made of. Null: something else. */
export function parseTypeText(text: string): Expression | null {
  const tokens = text.length > 20_000 ? null : tokensOf(text);
  if (tokens === null) return null;
  const reader = new TypeReader(tokens);
  const expression = reader.expression(0);
  return reader.atEnd() ? expression : null;
}

function tokensOf(text: string): readonly string[] | null {
  const tokens: string[] = [];
  const pattern = /[ \t\r\n]+|([A-Za-z_][A-Za-z0-9_-]*|-?[0-9]+(?:\.[0-9]+)?|"(?:[^"\\$%]|\\.)*"|[(){}[\],=:])/y;
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (found === null) return null;
    if (found[1] !== undefined) tokens.push(found[1]);
  }
  return tokens;
}

class TypeReader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  atEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  expression(depth: number): Expression | null {
    const token = this.#tokens[this.#at++];
    if (token === undefined || depth > maxDepth) return null;
    if (token === "[") {
      const items = this.#list("]", depth);
      return items === null ? null : { kind: "tuple", items, span };
    }
    if (token === "{") return this.#object(depth);
    if (token.startsWith('"')) return stringLiteral(token);
    if (/^-?[0-9]/.test(token)) return { kind: "number", digits: token, span };
    if (token === "true" || token === "false") return { kind: "bool", value: token === "true", span };
    if (token === "null") return { kind: "null", span };
    if (!/^[A-Za-z_]/.test(token)) return null;
    if (!this.#taken("(")) return { kind: "name", name: token, span };
    const args = this.#list(")", depth);
    return args === null ? null : { kind: "call", name: token, args, expand: false, span };
  }

  #list(close: string, depth: number): readonly Expression[] | null {
    const items: Expression[] = [];
    while (!this.#taken(close)) {
      const item = this.expression(depth + 1);
      if (item === null) return null;
      items.push(item);
      if (!this.#taken(",") && this.#tokens[this.#at] !== close) return null;
    }
    return items;
  }

  #object(depth: number): Expression | null {
    const items: ObjectItem[] = [];
    while (!this.#taken("}")) {
      const name = this.#tokens[this.#at++];
      if (name === undefined || (!this.#taken("=") && !this.#taken(":"))) return null;
      const key = name.startsWith('"') ? stringLiteral(name) : ({ kind: "string", value: name, span } as const);
      const value = this.expression(depth + 1);
      if (key === null || value === null) return null;
      items.push({ key, value });
      // Items end with a comma or a new line; new lines are gone here.
      this.#taken(",");
    }
    return { kind: "object", items, span };
  }

  #taken(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}

function stringLiteral(token: string): Expression | null {
  try {
    const value: unknown = JSON.parse(token);
    return typeof value === "string" ? { kind: "string", value, span } : null;
  } catch {
    return null;
  }
}
