/** The terminal output and the HTML page. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { renderHtml } from "../../src/render/html.tsx";
import { renderTerminal, type TerminalOptions } from "../../src/render/terminal.ts";
import { attribute, change, finding, project, review, sentence } from "./build.ts";
import { nastyReview } from "./nasty.ts";
import { advisory, blocked, failed, hostile, nothing, rolls, scanned, warned } from "./reviews.ts";

const plain: TerminalOptions = { color: false, width: 100, verbose: false, quiet: false };
const tool = { name: "bakegate", version: "0.1.0" };
const ESCAPE = String.fromCharCode(27);

describe("terminal", () => {
  test("the decision stands in the first line, in words", () => {
    const first = (each: typeof blocked): string => renderTerminal(each, plain).split("\n")[0] ?? "";
    expect(first(blocked)).toBe("BLOCKED  1 data store would be lost, 2 servers would change in place, 1 password in the code");
    expect(first(advisory)).toMatch(/^ADVISORY {2}would be blocked: 1 data store/);
    expect(first(failed)).toMatch(/^ERROR {2}Could not be evaluated: 1 file has a syntax error/);
    expect(first(warned)).toMatch(/^WARN {2}Passes with 2 warnings: /);
    expect(first(rolls)).toBe("PASS  3 servers roll to ami-0b2c3d…1829, nothing changes in place");
    expect(first(nothing)).toBe("PASS  No infrastructure changes");
  });

  test("a long one says it again at its end", () => {
    const lines = renderTerminal(blocked, plain).trimEnd().split("\n");
    expect(lines.at(-1)).toBe(lines[0]);
    expect(renderTerminal(nothing, plain).match(/PASS/g)).toHaveLength(1);
  });

  test("quiet is the title and what blocks, one line each", () => {
    const text = renderTerminal(blocked, { ...plain, quiet: true });
    expect(text).toContain(
      "terraform/ap-northeast-1/webserver/main.tf:31: aws_instance.web[0..1] would be changed in place: instance_type is part of what the server is [immutable/in-place-update]\n",
    );
    expect(text).not.toContain("warning");
    expect(text).not.toContain("Will be replaced");
  });

  test("many that block: the first ones in full, every other one by its place and sentence", () => {
    const findings = Array.from({ length: 120 }, (_, index) => {
      const address = `aws_instance.${"abcdefghij"[index % 10]}${"klmnopqrst"[Math.floor(index / 10) % 10]}${index < 100 ? "" : "z"}`;
      const message = sentence("{address} would be resized", { address });
      return finding("immutable/in-place-update", "block", message, sentence("Roll it"), { address });
    });
    const text = renderTerminal(review("block", { findings }), plain);
    for (const { address } of findings) expect(text).toContain(` ${address} would be resized`);
    expect(text.match(/Roll it/g)).toHaveLength(50);
    expect(text).toMatch(/^120\. /m);
  });

  test("verbose lists what the short one counts", () => {
    const short = renderTerminal(blocked, plain);
    const long = renderTerminal(blocked, { ...plain, verbose: true });
    expect(short).toContain("1 finding exempted · 1 finding already in the base, not blocking (--verbose lists them)");
    expect(short).not.toContain("legacy-vpn");
    expect(long).toContain("legacy-vpn");
    expect(long).toContain("aws_instance.legacy");
    expect(long).toContain("aws_route53_record.host[0..56]");
    expect(long).toMatch(/-\s+\/opt\/app\/start --port 80\n/);
  });

  test("a warning says what to do, in one sentence", () => {
    const advice = sentence("Add `?ref=` with a tag: a branch moves. Then pin {what}.", { what: "all" });
    const text = renderTerminal(review("warn", { findings: [finding("supply/unpinned", "warn", sentence("It moves"), advice)] }), plain);
    expect(text).toContain("It moves\n         → Add ?ref= with a tag\n");
  });

  test("where warnings are the verdict they come before what is replaced", () => {
    const both = { ...warned, projects: rolls.projects };
    for (const text of [renderTerminal(both, plain), renderHtml(both, tool)]) expect(text).toMatch(/2 warnings\b(?!:).*Will be replaced/s);
    for (const text of [renderTerminal(blocked, plain), renderHtml(blocked, tool)])
      expect(text).toMatch(/Will be replaced.*2 warnings\b(?!:)/s);
  });

  test("lines keep to the width where words allow it", () => {
    for (const width of [40, 80, 120]) {
      for (const line of renderTerminal(failed, { ...plain, width }).split("\n")) {
        const longestWord = Math.max(
          ...line
            .trim()
            .split(" ")
            .map((word) => word.length),
        );
        if (line.length > width) expect(line.trimStart().length - longestWord).toBeLessThan(width);
      }
    }
  });

  test("colour adds nothing but colour", () => {
    const coloured = renderTerminal(blocked, { ...plain, color: true });
    expect(coloured).toContain(`${ESCAPE}[31m`);
    const stripped = coloured.replace(new RegExp(`${ESCAPE}\\[\\d+m`, "g"), "");
    expect(stripped.replaceAll(" BLOCKED ", "BLOCKED")).toBe(renderTerminal(blocked, plain));
  });

  test("any review: no escape, control or bidi character gets through", () => {
    fc.assert(
      fc.property(nastyReview, fc.boolean(), fc.boolean(), (each, verbose, quiet) => {
        const text = renderTerminal(each, { color: false, width: 80, verbose, quiet });
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u);
        const coloured = renderTerminal(each, { color: true, width: 80, verbose, quiet });
        expect(coloured.replace(new RegExp(`${ESCAPE}\\[\\d{1,2}m`, "g"), "").replaceAll("\n", "")).not.toMatch(
          /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u,
        );
        expect(renderTerminal(each, { color: true, width: 80, verbose, quiet })).toBe(coloured);
      }),
      { numRuns: 120 },
    );
  });
});

describe("HTML", () => {
  const tags = (html: string): string[] => [...html.matchAll(/<([a-z!/][^\s>]*)/gi)].map((match) => match[1] ?? "");
  const OURS =
    /^(?:!doctype|\/?(?:html|head|meta|title|style|body|header|div|p|h[123]|main|section|ol|ul|li|code|a|span|table|thead|tbody|tr|th|td|details|summary|pre|strong|footer))$/;

  test("one page, no script, no request", () => {
    const html = renderHtml(blocked, tool);
    expect(html.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect(html).toContain("<title>Blocked: 1 data store would be lost, 2 servers would change in place, 1 password in the code</title>");
    expect(html).toContain("default-src &#39;none&#39;");
    expect(html).not.toMatch(/<(?:script|link|img|iframe)|url\(|@import/);
    expect(html).toContain("prefers-color-scheme:dark");
  });

  test("tells the causes, what falls, each list and each diff", () => {
    const html = renderHtml(blocked, tool);
    for (const words of [
      "holds data",
      "destroy first: traffic stops",
      "<code>aws_volume_attachment.api[0..2]</code>",
      "57 unchanged",
      "var.db_password",
      "legacy-vpn",
      "forces replacement",
    ]) {
      expect(html).toContain(words);
    }
  });

  test("the written hostile review adds no tag", () => {
    const html = renderHtml(hostile, tool);
    expect(tags(html).filter((tag) => !OURS.test(tag))).toEqual([]);
  });

  test("any review adds no tag, no attribute and no address of its own", () => {
    fc.assert(
      fc.property(nastyReview, (each) => {
        const html = renderHtml(each, tool);
        expect(tags(html).filter((tag) => !OURS.test(tag))).toEqual([]);
        for (const [tag] of html.matchAll(/<[a-z][^>]*>/gi)) expect(tag).not.toMatch(/\son\w+=|javascript:|src=/i);
        for (const [, url] of html.matchAll(/href="([^"]*)"/g)) expect(url?.startsWith(each.subject.blobUrl ?? "none")).toBe(true);
        expect(html.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(renderHtml(each, tool)).toBe(html);
      }),
      { numRuns: 100 },
    );
  });

  test("a page of many changes says how many it does not show", () => {
    const changes = Array.from({ length: 5_000 }, (_, index) =>
      change(`aws_x.r${index}`, "update", { attributes: [attribute("a", index, index + 1)] }),
    );
    const html = renderHtml(review("pass", { projects: [project("many", changes)] }), tool);
    expect(html).toContain("and 4,500 more; --format json has them all");
    expect(html.length).toBeLessThan(1_000_000);
  });

  test("a scan without projects is a page too", () => {
    expect(renderHtml(scanned, tool)).toContain("1 password in the code");
  });
});
