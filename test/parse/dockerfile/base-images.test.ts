/** What a Dockerfile builds on. */
import { expect, test } from "@jest/globals";
import { baseImages } from "../../../src/parse/dockerfile/base-images.ts";

function bases(text: string): readonly string[] {
  return baseImages(text, "Dockerfile").map(
    (image) =>
      `${image.place.line}: ${image.reference} for ${image.user}${image.unsettled.length > 0 ? ` without ${image.unsettled}` : ""}`,
  );
}

test.each([
  ["one stage", "FROM nginx:1.25\n", ["1: nginx:1.25 for stage 0"]],
  ["names, platforms and digests", "from --platform=$BUILDPLATFORM golang@sha256:abc AS build\n", ["1: golang@sha256:abc for build"]],
  [
    "its own stages are not from outside",
    "FROM a AS build\nFROM Build\nCOPY --from=build /x /x\nCOPY --from=0 /x /x\n",
    ["1: a for build"],
  ],
  ["scratch is no image", "FROM scratch\n", []],
  ["arguments before the first FROM", `ARG V=20\nARG N="node"\nFROM \${N}:\${V}-alpine\n`, ["3: node:20-alpine for stage 0"]],
  ["arguments without a default", "ARG V\nFROM node:$V\n", ["2: node:$V for stage 0 without V"]],
  ["defaults in place", `FROM node:\${V:-22}\n`, ["1: node:22 for stage 0"]],
  ["arguments after FROM do not hold in FROM", "FROM a\nARG V=1\nFROM b:$V\n", ["1: a for stage 0", "3: b:$V for stage 1 without V"]],
  [
    "copied images",
    "FROM a\nCOPY --from=ghcr.io/x/y:1 /y /y\nCOPY --from=context /z /z\n",
    ["1: a for stage 0", "2: ghcr.io/x/y:1 for stage 0"],
  ],
  ["continued lines with comments between", "FROM \\\n# a comment\n  nginx\n", ["1: nginx for stage 0"]],
  ["here-documents are no instructions", "FROM a\nRUN <<EOF cat\nFROM b\nEOF\nFROM c\n", ["1: a for stage 0", "5: c for stage 1"]],
  ["a backquote as escape sign", "# escape=`\nFROM `\n  nginx\n", ["2: nginx for stage 0"]],
  ["Windows line ends", "FROM a\r\nFROM b\r\n", ["1: a for stage 0", "2: b for stage 1"]],
  ["comments", "# FROM a\nFROM b # not a comment\n", ["2: b for stage 0"]],
])("%s", (_name, text, expected) => {
  expect(bases(text)).toEqual(expected);
});

test("a large hostile file is read quickly", () => {
  const started = Date.now();
  for (const piece of ["RUN <<A\n", "FROM \\\n", "ARG A=$A\n", `FROM \${`, "COPY --from=a:1 x y\n"])
    baseImages(`FROM a\n${piece.repeat(30_000)}`, "Dockerfile");
  expect(Date.now() - started).toBeLessThan(5_000);
});
