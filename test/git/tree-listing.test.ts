/** What `git ls-tree -r -z` prints, read in one piece or byte by byte. */
import { describe, expect, test } from "@jest/globals";
import { parseTreeListing } from "../../src/git/tree-listing.ts";

const id = (digit: string) => digit.repeat(40);
const lines = [
  `100644 blob ${id("a")}\tmain.tf`,
  `100755 blob ${id("b")}\trun me.sh`,
  `120000 blob ${id("c")}\todd\tname\n\u00fc \u{1f525}.tf`,
  `160000 commit ${id("d")}\tvendored`,
  `100644 blob ${"e".repeat(64)}\tsha256.tf`,
];
const listing = Buffer.from(`${lines.join("\0")}\0`);
const expected = [
  ["main.tf", { path: "main.tf", legible: true, id: id("a"), mode: "file" }],
  ["run me.sh", { path: "run me.sh", legible: true, id: id("b"), mode: "executable" }],
  ["odd\tname\n\u00fc \u{1f525}.tf", { path: "odd\tname\n\u00fc \u{1f525}.tf", legible: true, id: id("c"), mode: "symlink" }],
  ["vendored", { path: "vendored", legible: true, id: id("d"), mode: "submodule" }],
  ["sha256.tf", { path: "sha256.tf", legible: true, id: "e".repeat(64), mode: "file" }],
];

describe("the listing of a tree", () => {
  test("gives each entry by its path", () => {
    expect([...parseTreeListing(listing).entries]).toEqual(expected);
    expect(parseTreeListing(Buffer.alloc(0)).entries.size).toBe(0);
  });

  test("with a path that is not UTF-8 gives the others all the same", () => {
    const illegible = Buffer.concat([Buffer.from(`100644 blob ${id("f")}\tcaf`), Buffer.of(0xe9), Buffer.from(".tf\0")]);
    expect([...parseTreeListing(Buffer.concat([listing, illegible])).entries]).toEqual([
      ...expected,
      ["caf\\xe9.tf", { path: "caf\\xe9.tf", legible: false, id: id("f"), mode: "file" }],
    ]);
  });
});
