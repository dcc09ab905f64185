/** Places of the base: what is gone is shown where it stood, and never as a line of the head. */
import { expect, test } from "@jest/globals";
import { placeAtBase } from "../../src/model/place.ts";
import { renderCheck } from "../../src/render/check.ts";
import { renderComment } from "../../src/render/comment.ts";
import { renderHtml } from "../../src/render/html.tsx";
import { renderJson } from "../../src/render/json.ts";
import { renderSarif } from "../../src/render/sarif.ts";
import { renderTerminal } from "../../src/render/terminal.ts";
import { BASE, finding, review, sentence, subject } from "./build.ts";
import { validateReviewJson } from "./validate-review.ts";

const tool = { name: "bakegate", version: "0.1.0" };
const place = placeAtBase({ file: "db/main.tf", line: 4, endLine: 9 });
const lost = finding("immutable/stateful-loss", "block", sentence("It would be deleted"), sentence("Keep it."), { place });
const linked = review("block", {
  findings: [lost],
  subject: { ...subject, baseBlobUrl: `https://github.com/acme/webserver/blob/${BASE}/` },
});
const unlinked = review("block", { findings: [lost] });

test("the comment and the page link to the base", () => {
  const url = `https://github.com/acme/webserver/blob/${BASE}/db/main.tf#L4-L9`;
  expect(renderComment(linked)).toContain(`[\`db/main.tf:4\`](${url}) of the base`);
  expect(renderHtml(linked, tool)).toContain(`<a href="${url}"><code>db/main.tf:4</code></a> of the base`);
});

test("without a link to the base there is none", () => {
  expect(renderComment(unlinked)).toContain("— `db/main.tf:4` of the base");
  expect(renderHtml(unlinked, tool)).not.toContain("<a href");
});

test("the terminal says that the line is of the base", () => {
  const text = renderTerminal(linked, { color: false, width: 100, verbose: false, quiet: false });
  expect(text).toContain("db/main.tf:4 (base)\n");
});

test("no annotation stands at it", () => {
  expect(renderCheck(linked).annotations).toEqual([]);
  const { at: _, ...head } = place;
  const standing = review("block", { findings: [{ ...lost, place: head }] });
  expect(renderCheck(standing).annotations).toMatchObject([{ path: "db/main.tf", startLine: 4, message: "It would be deleted. Keep it." }]);
});

test("JSON keeps the place and says whose it is", () => {
  const text = renderJson(linked, tool);
  expect(validateReviewJson(text)).toEqual([]);
  expect(JSON.parse(text).findings[0].location).toEqual({ file: "db/main.tf", line: 4, end_line: 9, at: "base" });
});

test("SARIF points at no line that the head does not have", () => {
  const [result] = JSON.parse(renderSarif(linked, tool, [])).runs[0].results;
  expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe(".");
  expect(result.message.text).toBe("It would be deleted (db/main.tf:4 of the base). Keep it.");
});
