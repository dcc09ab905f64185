/** Attribute paths as plans write them, taken apart: `root_block_device[0].volume_size`, `metadata["startup-script"]`. */

/**
 * The names along a path; indexes are left out and map keys count as names, so `tags["a.b"][0].c` is `tags`, `a.b`, `c`.
 * Linear in the text; what does not follow the notation is kept as it stands.
 */
export function namesOf(path: string): readonly string[] {
  const names: string[] = [];
  let from = 0;
  while (from < path.length) {
    const character = path[from];
    if (character === ".") {
      from += 1;
    } else if (character === "[") {
      const end = bracketEnd(path, from);
      const inner = path.slice(from + 1, end);
      if (inner.startsWith('"')) names.push(unquoted(inner));
      else if (!isIndex(inner)) names.push(inner);
      from = end + 1;
    } else {
      const end = nameEnd(path, from);
      const name = path.slice(from, end);
      if (!isIndex(name)) names.push(name);
      from = end;
    }
  }
  return names;
}

/** The last name of a path, an empty text where it has none. */
export function lastName(path: string): string {
  return namesOf(path).at(-1) ?? "";
}

function nameEnd(path: string, from: number): number {
  let end = from;
  while (end < path.length && path[end] !== "." && path[end] !== "[") end += 1;
  return end;
}

/** Where the bracket closes; the end of the text where it does not. */
function bracketEnd(path: string, from: number): number {
  let quoted = false;
  for (let at = from + 1; at < path.length; at += 1) {
    const character = path[at];
    if (quoted && character === "\\") at += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === "]" && !quoted) return at;
  }
  return path.length;
}

function unquoted(text: string): string {
  const inner = text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text.slice(1);
  return inner.replace(/\\(.)/gs, "$1");
}

/** `0`, `*`: elements of a list or set. */
function isIndex(text: string): boolean {
  return text === "*" || /^[0-9]+$/.test(text);
}
