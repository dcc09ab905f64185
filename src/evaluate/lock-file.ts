/** The dependency lock file (`.terraform.lock.hcl`): providers with their versions and checksums, read line by line. */

export interface LockedProvider {
  /** `registry.terraform.io/hashicorp/aws` */
  readonly source: string;
  readonly version: string;
  readonly hashes: ReadonlySet<string>;
  /** Line of its block, from 1. */
  readonly line: number;
}

/** Terraform writes this file itself, one thing per line: https://developer.hashicorp.com/terraform/language/files/dependency-lock */
export function lockedProviders(text: string): ReadonlyMap<string, LockedProvider> {
  const providers = new Map<string, LockedProvider>();
  let open: { source: string; version: string; hashes: Set<string>; line: number } | null = null;
  let line = 0;
  for (const raw of text.split("\n")) {
    line++;
    const trimmed = raw.trim();
    if (trimmed.startsWith("provider ")) {
      open = { source: quoted(trimmed), version: "", hashes: new Set(), line };
      providers.set(open.source, open);
    } else if (open !== null && trimmed.startsWith("version")) {
      open.version = quoted(trimmed);
    } else if (open !== null && (trimmed.startsWith('"h1:') || trimmed.startsWith('"zh:'))) {
      open.hashes.add(quoted(trimmed));
    } else if (trimmed === "}") {
      open = null;
    }
  }
  return providers;
}

/** What stands between the first two quotes. */
function quoted(text: string): string {
  const start = text.indexOf('"');
  const end = text.indexOf('"', start + 1);
  return start === -1 || end === -1 ? "" : text.slice(start + 1, end);
}
