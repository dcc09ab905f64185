/** Says what the demo is at: on a terminal one line that is rewritten and counts the seconds, elsewhere a plain line for each step. */
import { BakegateError } from "../../src/model/failure.ts";
import { visibleText } from "../../src/render/visible.ts";

export interface Steps {
  at(step: string): void;
  /** Takes the line of the step away, and prints. */
  print(lines: readonly string[]): void;
  /** Says at which step it failed, and why. */
  fail(cause: unknown): void;
  /** Takes the line away; nothing is printed any more. */
  end(): void;
}

/** Seconds are counted from here on, in milliseconds: what is quicker needs no counting. */
const patience = 2_000;

/** What a failure says at most, in characters. */
const mostWords = 600;

export function createSteps(progress: NodeJS.WriteStream, output: NodeJS.WriteStream): Steps {
  let step = "Starting";
  let since = Date.now();
  let ended = false;

  const draw = () => {
    const seconds = Date.now() - since < patience ? "" : ` ${Math.round((Date.now() - since) / 1000)} s`;
    progress.write(`\r\u001b[2K${`${step}…${seconds}`.slice(0, Math.max(20, progress.columns - 1))}`);
  };
  const clear = () => {
    if (progress.isTTY) progress.write("\r\u001b[2K");
  };
  const timer = progress.isTTY ? setInterval(draw, 500) : undefined;
  timer?.unref();

  return {
    at(next) {
      if (ended) return;
      step = next;
      since = Date.now();
      if (progress.isTTY) draw();
      else progress.write(`${step}…\n`);
    },
    print(lines) {
      if (ended) return;
      clear();
      output.write(`${lines.join("\n")}\n`);
    },
    fail(cause) {
      clear();
      const next = cause instanceof BakegateError ? `\n${cause.next}` : "";
      progress.write(`demo: failed at “${step}”: ${wordsOf(cause)}${next}\n`);
    },
    end() {
      ended = true;
      clearInterval(timer);
      clear();
    },
  };
}

function wordsOf(cause: unknown): string {
  const words = (cause instanceof Error ? cause.message : String(cause)).trim().split("\n").map(visibleText).join("\n");
  return words.length > mostWords ? `${words.slice(0, mostWords)}…` : words;
}
