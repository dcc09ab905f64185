/** Shows a review in the format that was asked for, and says which exit code it stands for. */
import type { Review } from "../model/review.ts";
import { packageVersion } from "./package-files.ts";
import { writeOutput } from "./write-output.ts";

export type Format = "text" | "markdown" | "json" | "sarif" | "html";
export type FailOn = "block" | "warn" | "never";

export interface Presentation {
  readonly format: Format;
  readonly out?: string;
  readonly failOn?: FailOn;
  readonly color: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** Prints the review and returns the exit code: 0 passed, 1 from `failOn` on, 3 not completed. */
export async function presentReview(review: Review, presentation: Presentation): Promise<number> {
  const file = presentation.out ?? null;
  const text = await render(review, presentation, file);
  await writeOutput(text.endsWith("\n") ? text : `${text}\n`, file);
  return exitCodeOf(review, presentation.failOn);
}

/** In advisory mode nothing blocks unless the command line says so; what could not be evaluated never passes. */
export function exitCodeOf(review: Review, failOn: FailOn | undefined): number {
  const from = failOn ?? (review.mode === "advisory" ? "never" : "block");
  switch (review.verdict) {
    case "error":
      return 3;
    case "block":
      return from === "never" ? 0 : 1;
    case "warn":
      return from === "warn" ? 1 : 0;
    case "pass":
      return 0;
  }
}

async function render(review: Review, presentation: Presentation, file: string | null): Promise<string> {
  const tool = { name: "bakegate", version: packageVersion() };
  switch (presentation.format) {
    case "text": {
      const { renderTerminal } = await import("../render/terminal.ts");
      const color = file === null && wantsColor(presentation.color);
      const width = file === null ? (process.stdout.columns ?? 100) : 100;
      return renderTerminal(review, { color, width, verbose: presentation.verbose ?? false, quiet: presentation.quiet ?? false });
    }
    case "markdown":
      return (await import("../render/comment.ts")).renderComment(review);
    case "json":
      return (await import("../render/json.ts")).renderJson(review, tool);
    case "sarif": {
      const [{ renderSarif }, { rules }] = await Promise.all([import("../render/sarif.ts"), import("../evaluate/rules.ts")]);
      return renderSarif(review, tool, rules);
    }
    case "html":
      return (await import("../render/html.tsx")).renderHtml(review, tool);
  }
}

/** The NO_COLOR and FORCE_COLOR conventions: no-color.org, force-color.org. */
export function wantsColor(asked: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (!asked || (NO_COLOR !== undefined && NO_COLOR !== "")) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0";
  return process.stdout.isTTY === true;
}
