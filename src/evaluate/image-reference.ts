/** How firmly a container image reference is tied to one image. */
import { gap } from "./partial-text.ts";

/**
 * `digest`: to exactly one. `tag`: to whatever the tag points at that day. `latest`: by name to the newest. `untagged`: the same, unsaid.
 * `unsettled`: the code does not say.
 */
export type Pinning = "digest" | "tag" | "latest" | "untagged" | "unsettled";

/** Tags that say of themselves that they move. */
const movingTags = new Set([
  "latest",
  "edge",
  "nightly",
  "master",
  "main",
  "dev",
  "develop",
  "stable",
  "current",
  "snapshot",
  "canary",
  "head",
]);

/** By the grammar of https://pkg.go.dev/github.com/distribution/reference; gaps in the text stand for unknown parts. */
export function pinningOf(reference: string): Pinning {
  const at = reference.lastIndexOf("@");
  if (at !== -1) {
    const digest = reference.slice(at + 1);
    // A gap after the sign is a digest that a data source or a pipeline hands in.
    return digest.startsWith("sha256:") || digest.startsWith("sha512:") || digest.startsWith(gap) ? "digest" : "unsettled";
  }
  const name = reference.slice(reference.lastIndexOf("/") + 1);
  const colon = name.lastIndexOf(":");
  if (colon === -1) return name.includes(gap) || name === "" || name.includes("$") ? "unsettled" : "untagged";
  const tag = name.slice(colon + 1);
  if (tag.includes(gap) || tag.includes("$") || tag === "") return "unsettled";
  return movingTags.has(tag.toLowerCase()) ? "latest" : "tag";
}

/** `nginx:1.25@sha256:…` is `nginx:1.25`: what a person calls it. */
export function withoutDigest(reference: string): string {
  const at = reference.lastIndexOf("@");
  return at === -1 ? reference : reference.slice(0, at);
}
