/** Reads how an unknown value was made: whether one unknown part makes all of it unknown, as Terraform evaluates it. */

/**
 * Operations whose result is unknown as soon as one input is. Others (a conditional, `try`, `coalesce`, `length`, …) may be known although
 * a part of what they are made from is not.
 */
const strictOperations = new Set(
  (
    "template convert index set object + - * / % < <= > >= ! " +
    "abs abspath base64encode base64decode base64gzip base64sha256 base64sha512 basename ceil chomp cidrhost cidrnetmask cidrsubnet dirname endswith floor " +
    "format indent join jsondecode jsonencode lower md5 pow regex regexall replace sha1 sha256 sha512 signum split startswith strcontains strrev substr " +
    "title tonumber tostring trim trimprefix trimspace trimsuffix upper urlencode yamldecode yamlencode"
  ).split(" "),
);

/** A value that is unknown for a reason of its own, not made from others. */
const leaf = /^(?:input|data|computed|impure|module|provider-function|unsupported|invalid|cycle|missing) /;

/** Longer derivations are digests; anything longer than this is not read. */
const maxLength = 2000;

export interface Making {
  /** Every operation passes on what is unknown. */
  readonly strict: boolean;
  /** It asks whether something is null: that may be known of an unknown value. */
  readonly asksNull: boolean;
}

export function makingOf(derivation: string): Making {
  if (derivation.length > maxLength) return { strict: false, asksNull: false };
  let strict = true;
  let compares = false;
  let nulls = false;
  for (const operation of operationsOf(derivation)) {
    if (operation === "null") nulls = true;
    else if (!leaf.test(operation) && !operation.startsWith(".") && !strictOperations.has(operation)) {
      strict = false;
      if (operation === "==" || operation === "!=") compares = true;
    }
  }
  return { strict, asksNull: compares && nulls };
}

/** Operations that hand on what they are given, which may be null, or read it out of something. */
const handingOn = new Set("convert index jsondecode yamldecode".split(" "));

/** Whether the value, once it is known, is not null for certain: an `id`, or the result of an operation that never gives null. */
export function isNeverNull(derivation: string): boolean {
  const operation = operationAt(derivation, 0);
  if (leaf.test(operation)) return /^computed .*\.id$/.test(operation);
  return strictOperations.has(operation) && !handingOn.has(operation);
}

/** The outermost operation, those of unknown inputs (each behind `?(`), and `null` for every null input. */
function operationsOf(derivation: string): readonly string[] {
  const found = [operationAt(derivation, 0)];
  let quoted = false;
  for (let at = 0; at < derivation.length; at++) {
    const character = derivation[at];
    if (quoted && character === "\\") at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === "?" && derivation[at + 1] === "(") found.push(operationAt(derivation, at + 2));
    else if (!quoted && (character === "(" || character === ",") && /^null[,)\]}]/.test(derivation.slice(at + 1, at + 6)))
      found.push("null");
  }
  return found;
}

function operationAt(derivation: string, start: number): string {
  const rest = derivation.slice(start, start + 300);
  if (leaf.test(rest)) return rest;
  const end = rest.search(/[()]/);
  return end === -1 ? rest : rest.slice(0, end);
}
