/** `$NAME`, `${NAME}`, `${NAME:-default}` in Dockerfiles and compose files. */

export interface Settled {
  readonly text: string;
  /** Names without a value or default; they stay in the text as written. */
  readonly unsettled: readonly string[];
}

/**
 * Puts known values and written defaults in; one pass, not nested.
 * Forms: https://docs.docker.com/reference/dockerfile/#environment-replacement and https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/
 */
export function withDefaults(text: string, known: ReadonlyMap<string, string>): Settled {
  const pieces: string[] = [];
  const unsettled: string[] = [];
  let from = 0;
  for (let at = text.indexOf("$"); at !== -1; at = text.indexOf("$", from)) {
    pieces.push(text.slice(from, at));
    const variable = variableAt(text, at);
    const value = variable.name === null ? variable.written : (known.get(variable.name) ?? variable.fallback);
    if (value === null && variable.name !== null) unsettled.push(variable.name);
    pieces.push(value ?? variable.written);
    from = at + variable.written.length;
  }
  pieces.push(text.slice(from));
  return { text: pieces.join(""), unsettled };
}

interface Variable {
  readonly name: string | null;
  readonly fallback: string | null;
  readonly written: string;
}

function variableAt(text: string, at: number): Variable {
  if (text[at + 1] === "{") {
    const end = text.indexOf("}", at);
    if (end === -1) return { name: null, fallback: null, written: text.slice(at) };
    const written = text.slice(at, end + 1);
    const inner = text.slice(at + 2, end);
    const nameEnd = endOfName(inner, 0);
    const name = inner.slice(0, nameEnd);
    const rest = inner.slice(nameEnd);
    const fallback = rest.startsWith(":-") ? rest.slice(2) : rest.startsWith("-") ? rest.slice(1) : null;
    return { name: name === "" ? null : name, fallback, written };
  }
  const end = endOfName(text, at + 1);
  return end === at + 1
    ? { name: null, fallback: null, written: "$" }
    : { name: text.slice(at + 1, end), fallback: null, written: text.slice(at, end) };
}

function endOfName(text: string, start: number): number {
  let end = start;
  while (end < text.length && isNameCharacter(text.charCodeAt(end))) end++;
  return end;
}

function isNameCharacter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 95;
}
