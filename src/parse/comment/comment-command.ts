/** Reads a comment command: the body of a comment in, what it asks for out. */

export type CommentCommand =
  | { readonly kind: "help" }
  | { readonly kind: "review" }
  | { readonly kind: "explain"; readonly rule: string }
  /** Meant for Bakegate, and not understood; `text` is hostile. */
  | { readonly kind: "unknown"; readonly text: string };

const longestWord = 100;

/**
 * The command in a comment: the first line that begins with `/bakegate`, outside quotes and code. Null: there is none.
 * In linear time, whatever the comment holds.
 */
export function readCommentCommand(body: string): CommentCommand | null {
  let fence: string | null = null;
  for (const line of body.split(/\r\n?|\n/)) {
    if (fence !== null) {
      if (closes(line, fence)) fence = null;
      continue;
    }
    fence = openedFence(line);
    const found = /^ {0,3}\/bakegate(?![^ \t])/.exec(line);
    if (found !== null) return commandOf(line.slice(found[0].length).trim().slice(0, 1_000) || "help");
  }
  return null;
}

/** The marks that open fenced code (https://spec.commonmark.org/0.31.2/#fenced-code-blocks); null: the line opens none. */
function openedFence(line: string): string | null {
  const marks = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? null;
  // Backticks with others behind them are code within a line.
  return marks?.startsWith("`") && line.trimStart().slice(marks.length).includes("`") ? null : marks;
}

/** A fence is closed by at least as many of its own marks, and nothing else. */
function closes(line: string, fence: string): boolean {
  const marks = line.trim();
  return /^ {0,3}\S/.test(line) && marks.length >= fence.length && marks === fence.charAt(0).repeat(marks.length);
}

function commandOf(text: string): CommentCommand {
  const [verb = "", argument, ...rest] = text.split(/\s+/);
  if (argument === undefined && (verb === "help" || verb === "review")) return { kind: verb };
  if (verb === "explain" && argument !== undefined && rest.length === 0) return { kind: "explain", rule: argument.slice(0, longestWord) };
  return { kind: "unknown", text: text.slice(0, longestWord) };
}
