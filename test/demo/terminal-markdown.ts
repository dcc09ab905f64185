/** Shows a GitHub comment in a terminal as GitHub shows it in a browser: what is folded stays folded. */
import { lexer, type Token, type Tokens } from "marked";
import { createColors } from "picocolors";
import { visibleText } from "../../src/render/visible.ts";
import { plainHtml } from "./plain-html.ts";
import { type Screen, wrapWords } from "./screen.ts";
import { tableLines } from "./terminal-table.ts";

type Paint = (text: string) => string;

/** Lines of at most the width, but for single words that are longer. */
export function terminalMarkdown(markdown: string, screen: Screen): readonly string[] {
  return blockLines(lexer(markdown, { gfm: true, breaks: true }), screen);
}

function blockLines(tokens: readonly Token[], screen: Screen): readonly string[] {
  const lines: string[] = [];
  let before: Token["type"] = "heading";
  /** How many folds we are in: nothing in them is shown. */
  let depth = 0;
  for (const token of tokens) {
    const shown = depth > 0 ? [] : linesOf(token, screen);
    // A heading's text follows at once, and folds stand together.
    if (shown.length > 0 && before !== "heading" && !(before === "html" && token.type === "html")) lines.push("");
    if (shown.length > 0) before = token.type;
    lines.push(...shown);
    if (token.type === "html") depth += opened(token.raw);
  }
  return lines;
}

/** How many more folds are opened than closed. */
function opened(html: string): number {
  return (html.match(/<details\b/g)?.length ?? 0) - (html.match(/<\/details>/g)?.length ?? 0);
}

function linesOf(token: Token, screen: Screen): readonly string[] {
  const { colors, width } = screen;
  switch (token.type) {
    case "space":
    case "def":
      return [];
    case "heading":
      return wrapWords(inline(token.tokens ?? [], screen, colors.bold), width, "");
    case "paragraph":
    case "text":
      return wrapWords(inline(token.tokens ?? [token], screen), width, "");
    case "html":
      return htmlLines(token.raw, screen);
    case "list":
      return listLines(token as Tokens.List, screen);
    case "table":
      return tableLines(cellsOf(token as Tokens.Table, screen), screen);
    case "code":
      return (token as Tokens.Code).text.split("\n").map((line) => colors.dim(`  ${visibleText(line)}`));
    case "blockquote":
      return blockLines(token.tokens ?? [], { colors, width: width - 2 }).map((line) => `${colors.dim("│")} ${line}`);
    case "hr":
      return [colors.dim("─".repeat(Math.min(width, 40)))];
    default:
      return token.raw.trimEnd().split("\n").map(visibleText);
  }
}

/** A fold's summary; of what else there is only the text. */
function htmlLines(html: string, { colors, width }: Screen): readonly string[] {
  const summary = /<summary>([\s\S]*?)<\/summary>/.exec(html)?.[1];
  if (summary !== undefined) return wrapWords(`${colors.cyan("▸")} ${plainHtml(summary)}`, width, "  ");
  const text = plainHtml(html).trim();
  return text === "" ? [] : wrapWords(text, width, "");
}

function listLines(list: Tokens.List, screen: Screen): readonly string[] {
  return list.items.flatMap((item, index) => {
    const mark = list.ordered ? `${Number(list.start || 1) + index}. ` : "• ";
    const indent = " ".repeat(mark.length);
    const [first = "", ...rest] = blockLines(item.tokens, { ...screen, width: screen.width - mark.length });
    return [mark + first, ...rest.map((line) => indent + line)];
  });
}

function cellsOf(table: Tokens.Table, screen: Screen): readonly (readonly string[])[] {
  const header = table.header.map((cell) => inline(cell.tokens, screen, screen.colors.bold));
  return [header, ...table.rows.map((row) => row.map((cell) => inline(cell.tokens, screen)))];
}

/** Every word is painted by itself, so that lines can be wrapped between any two. */
function inline(tokens: readonly Token[], screen: Screen, paint: Paint = (text) => text): string {
  const { colors } = screen;
  let small = false;
  return tokens
    .map((token) => {
      if (token.type === "html") small = token.raw === "<sub>" || (small && token.raw !== "</sub>");
      // In small print nothing stands out.
      return small ? inlineText(token, { ...screen, colors: createColors(false) }, colors.dim) : inlineText(token, screen, paint);
    })
    .join("");
}

function inlineText(token: Token, screen: Screen, paint: Paint): string {
  const { colors } = screen;
  switch (token.type) {
    case "br":
      return "\n";
    case "html":
      return /^<br\s*\/?>$/.test(token.raw) ? "\n" : "";
    case "codespan":
      return words(token.text, (text) => paint(colors.cyan(text)));
    case "strong":
      return inline(token.tokens ?? [], screen, (text) => paint(colors.bold(text)));
    case "link":
      return inline(token.tokens ?? [], screen, (text) => paint(colors.underline(text)));
    case "em":
    case "del":
      return inline(token.tokens ?? [], screen, paint);
    default:
      return words(plainHtml("text" in token ? String(token.text) : token.raw), paint);
  }
}

function words(text: string, paint: Paint): string {
  // What asks for an emoji's coloured form would be shown as an escape.
  return text
    .replaceAll("\ufe0f", "")
    .split(" ")
    .map((word) => (word === "" ? "" : paint(visibleText(word))))
    .join(" ");
}
