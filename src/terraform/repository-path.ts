/** Paths inside the repository: relative to its root, forward slashes, `"."` for the root itself. */

/** The directory of a path, `"."` for a file at the root. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "." : path.slice(0, slash);
}

/** The last part of a path. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** `relative` seen from `dir`, normalised; null where it leaves the repository or is absolute. */
export function pathFrom(dir: string, relative: string): string | null {
  if (relative.startsWith("/") || /^[A-Za-z]:[\\/]/.test(relative)) return null;
  const parts = dir === "." ? [] : dir.split("/");
  for (const part of relative.replaceAll("\\", "/").split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.length === 0 ? "." : parts.join("/");
}

/** The directories above a path, nearest first, `"."` last. */
export function* directoriesAbove(path: string): Generator<string, void, undefined> {
  let at = path;
  while (at !== ".") {
    at = directoryOf(at);
    yield at;
  }
}

/**
 * Whether Terraform or OpenTofu reads the file as part of a module. Editors' leftovers, which end otherwise, and hidden files are not, as
 * in Terraform's own loader, nor is anything below `.terraform/`, where `terraform init` keeps copies.
 */
export function isModuleFile(path: string): boolean {
  if (!path.endsWith(".tf") && !path.endsWith(".tf.json") && !path.endsWith(".tofu") && !path.endsWith(".tofu.json")) return false;
  const isHidden = path.startsWith(".", path.lastIndexOf("/") + 1);
  return !isHidden && !path.startsWith(".terraform/") && !path.includes("/.terraform/");
}

/** Whether a module file is an override file: read last, merged into what stands already. */
export function isOverrideFile(path: string): boolean {
  const name = fileNameOf(path).replace(/\.(?:tf|tofu)(?:\.json)?$/, "");
  return name === "override" || name.endsWith("_override");
}

/** The `.tf` file that a `.tofu` file stands in for: OpenTofu skips it. Null for other files. */
export function replacedByTofu(path: string): string | null {
  if (path.endsWith(".tofu")) return `${path.slice(0, -5)}.tf`;
  return path.endsWith(".tofu.json") ? `${path.slice(0, -10)}.tf.json` : null;
}

/** Paths below a directory, seen from it. */
export function pathsBetween(dir: string, paths: readonly string[]): readonly string[] {
  return dir === "." ? paths : paths.flatMap((path) => (path.startsWith(`${dir}/`) ? [path.slice(dir.length + 1)] : []));
}
