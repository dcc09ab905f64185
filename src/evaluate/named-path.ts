/** A path of the repository as a Packer template writes it, without what only Packer knows. */

/**
 * The tail that a file's path must end with: `{{template_dir}}/scripts/a.sh`, `${path.root}/scripts/a.sh`, `../packer/scripts/a.sh` and
 * `./scripts/a.sh` lose what stands before the first folder's name. An empty text where it is no path.
 */
export function namedPath(value: string): string {
  if (value.length > 300 || value.includes("\n") || value.includes(" ")) return "";
  const brace = value.lastIndexOf("}");
  const parts = value
    .slice(brace + 1)
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..");
  return parts.join("/");
}

/** True where `path` is `tail` or ends in it, folder by folder. */
export function endsIn(path: string, tail: string): boolean {
  return tail !== "" && (path === tail || path.endsWith(`/${tail}`));
}
