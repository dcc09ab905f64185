/** Reads a comment as GitHub would and says what stands in it besides text. */
import { marked, type Token, type Tokens } from "marked";

export interface CommentStructure {
  /** Prose: everything that is not code. */
  readonly text: string;
  readonly links: readonly string[];
  readonly images: number;
  /** Tags, as written. */
  readonly tags: readonly string[];
  readonly tables: readonly { readonly columns: number; readonly rows: number }[];
  readonly fences: readonly string[];
  readonly headings: readonly string[];
}

interface Collected {
  text: string[];
  links: string[];
  images: number;
  tags: string[];
  tables: { columns: number; rows: number }[];
  fences: string[];
  headings: string[];
}

/** What stands between `<code>` and `</code>` in raw HTML is code. */
function collectHtml(raw: string, into: Collected): void {
  const withoutCode = raw.replace(/<code>[^<]*<\/code>/g, (code) => {
    into.tags.push("<code>", "</code>");
    return code.replace(/./gs, "");
  });
  into.text.push(
    withoutCode.replace(/<[^>]*>/g, (tag) => {
      into.tags.push(tag);
      return "";
    }),
  );
}

function collect(tokens: readonly Token[], into: Collected): void {
  for (const token of tokens) {
    switch (token.type) {
      case "codespan":
        break;
      case "code":
        into.fences.push((token as Tokens.Code).text);
        break;
      case "html":
        collectHtml(token.raw, into);
        break;
      case "link":
        into.links.push((token as Tokens.Link).href);
        collect((token as Tokens.Link).tokens, into);
        break;
      case "image":
        into.images += 1;
        break;
      case "table": {
        const table = token as Tokens.Table;
        into.tables.push({ columns: table.header.length, rows: table.rows.length });
        for (const row of [table.header, ...table.rows]) for (const cell of row) collect(cell.tokens, into);
        break;
      }
      case "list":
        for (const item of (token as Tokens.List).items) collect(item.tokens, into);
        break;
      case "heading":
        into.headings.push(token.raw);
        collect((token as Tokens.Heading).tokens, into);
        break;
      default: {
        const inner = (token as Tokens.Generic).tokens;
        if (inner === undefined) into.text.push(token.raw);
        else collect(inner, into);
      }
    }
  }
}

export function structureOf(comment: string): CommentStructure {
  const into: Collected = { text: [], links: [], images: 0, tags: [], tables: [], fences: [], headings: [] };
  collect(marked.lexer(comment, { gfm: true, breaks: true }), into);
  return { ...into, text: into.text.join("\n") };
}
