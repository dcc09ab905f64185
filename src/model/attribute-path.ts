/** How an attribute path is written: `root_block_device[0].volume_size`, `tags["a.b"]`. */

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The path of what stands below `path` under a name, a map key or an index; `""` is the resource itself.
 * Names are joined with dots, indexes stand in brackets, any other key stands in brackets and is quoted as in JSON.
 */
export function pathBelow(path: string, step: string | number): string {
  if (typeof step === "number") return `${path}[${step}]`;
  if (!IDENTIFIER.test(step)) return `${path}[${JSON.stringify(step)}]`;
  return path === "" ? step : `${path}.${step}`;
}

/** Whether `path` is `outer` or stands below it. */
export function isWithin(path: string, outer: string): boolean {
  if (!path.startsWith(outer)) return false;
  const next = path[outer.length];
  return next === undefined || next === "." || next === "[" || outer === "";
}
