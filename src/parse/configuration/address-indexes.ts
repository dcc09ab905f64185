/** The indexes of a resource address: where they stand, and the address without them. */

interface IndexSpan {
  readonly start: number;
  readonly end: number;
}

/** What is wrong with the brackets and quotes of an address, in words that follow it in a sentence; null: nothing. */
export function addressProblem(address: string): string | null {
  const { rest, open } = scan(address);
  if (open === "quote") return "has a quote that is never closed";
  if (open === "bracket") return 'has a "[" that is never closed';
  if (rest.includes("]")) return 'has a "]" without a "["';
  return rest.includes('"') ? "has a quote outside of brackets" : null;
}

/** `aws_instance.web[0]` → `aws_instance.web`. */
export function withoutLastIndex(address: string): string {
  if (!address.endsWith("]")) return address;
  const { spans } = scan(address);
  const last = spans[spans.length - 1];
  return last !== undefined && last.end === address.length ? address.slice(0, last.start) : address;
}

/** `module.app["eu"].aws_instance.web[0]` → `module.app.aws_instance.web`. */
export function withoutIndexes(address: string): string {
  return scan(address).rest;
}

/** Finds every `[…]`, keys with brackets and escaped quotes included. Linear in the text. */
function scan(address: string): { readonly spans: readonly IndexSpan[]; readonly rest: string; readonly open: "bracket" | "quote" | null } {
  const spans: IndexSpan[] = [];
  let rest = "";
  let from = 0;
  for (let start = address.indexOf("["); start !== -1; start = address.indexOf("[", from)) {
    const end = closing(address, start + 1);
    if (typeof end === "string") return { spans, rest: rest + address.slice(from, start), open: end };
    rest += address.slice(from, start);
    spans.push({ start, end: end + 1 });
    from = end + 1;
  }
  return { spans, rest: rest + address.slice(from), open: null };
}

/** The bracket that closes an index, or what is still open at the end. */
function closing(address: string, from: number): number | "bracket" | "quote" {
  let quoted = false;
  for (let index = from; index < address.length; index += 1) {
    const character = address[index];
    if (quoted && character === "\\") index += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === "]" && !quoted) return index;
  }
  return quoted ? "quote" : "bracket";
}
