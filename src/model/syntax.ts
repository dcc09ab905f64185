/**
 * HCL as it is written: bodies, blocks, attributes and expressions with their spans.
 * `.tf`, `.tf.json`, `.tfvars`, `.tfvars.json`, `.pkr.hcl` and lock files all become this.
 */
import type { Span } from "./place.ts";

export interface Body {
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
  readonly span: Span;
}

export interface Attribute {
  readonly name: string;
  readonly expression: Expression;
  /** Name, sign and expression. */
  readonly span: Span;
}

export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
  /** From the block's type to its closing brace. */
  readonly span: Span;
}

export type BinaryOperator = "+" | "-" | "*" | "/" | "%" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "&&" | "||";

export type Expression =
  | { readonly kind: "null"; readonly span: Span }
  | { readonly kind: "bool"; readonly value: boolean; readonly span: Span }
  /** Digits as written (`1e3`, `0.10`), for exact decimals. */
  | { readonly kind: "number"; readonly digits: string; readonly span: Span }
  /** A quoted string or heredoc without interpolation; escapes decoded, heredoc indentation removed. */
  | { readonly kind: "string"; readonly value: string; readonly span: Span }
  | { readonly kind: "template"; readonly parts: readonly TemplatePart[]; readonly span: Span }
  | { readonly kind: "tuple"; readonly items: readonly Expression[]; readonly span: Span }
  | { readonly kind: "object"; readonly items: readonly ObjectItem[]; readonly span: Span }
  /** The root of a traversal: `var`, `local`, `each`, `aws_instance`, a `for` variable. */
  | { readonly kind: "name"; readonly name: string; readonly span: Span }
  | { readonly kind: "get-attribute"; readonly of: Expression; readonly name: string; readonly span: Span }
  | { readonly kind: "index"; readonly of: Expression; readonly key: Expression; readonly span: Span }
  /** `of[*].a[0]` (full) or `of.*.a` (attribute-only); `steps` apply to each element. */
  | {
      readonly kind: "splat";
      readonly of: Expression;
      readonly style: "full" | "attribute";
      readonly steps: readonly SplatStep[];
      readonly span: Span;
    }
  /** `provider::aws::arn_parse` keeps its colons in `name`. `expand`: the last argument has `...`. */
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[]; readonly expand: boolean; readonly span: Span }
  | { readonly kind: "unary"; readonly operator: "-" | "!"; readonly operand: Expression; readonly span: Span }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "conditional";
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
      readonly span: Span;
    }
  | { readonly kind: "parentheses"; readonly inner: Expression; readonly span: Span }
  | ForExpression
  /** Stands in or beside a syntax error: no value may be taken from it. */
  | { readonly kind: "invalid"; readonly span: Span };

export interface ForExpression {
  readonly kind: "for";
  readonly result: "tuple" | "object";
  readonly keyName: string | null;
  readonly valueName: string;
  readonly collection: Expression;
  /** Of an object result. */
  readonly key: Expression | null;
  readonly value: Expression;
  /** `value...` of an object result. */
  readonly group: boolean;
  readonly condition: Expression | null;
  readonly span: Span;
}

export interface ObjectItem {
  /** A bare identifier key comes as a string; a parenthesised one as `parentheses`. */
  readonly key: Expression;
  readonly value: Expression;
}

export type SplatStep = { readonly kind: "attribute"; readonly name: string } | { readonly kind: "index"; readonly key: Expression };

export type TemplatePart =
  | { readonly kind: "literal"; readonly value: string; readonly span: Span }
  | { readonly kind: "interpolation"; readonly expression: Expression; readonly span: Span }
  | {
      readonly kind: "if";
      readonly condition: Expression;
      readonly then: readonly TemplatePart[];
      readonly otherwise: readonly TemplatePart[];
      readonly span: Span;
    }
  | {
      readonly kind: "for";
      readonly keyName: string | null;
      readonly valueName: string;
      readonly collection: Expression;
      readonly parts: readonly TemplatePart[];
      readonly span: Span;
    };

/** A syntax error with its place and the parser's own words (Terraform's, where hcl2json judged it). */
export interface SyntaxProblem {
  /** `disagreement`: the file parses, but two parsers read it differently. */
  readonly kind?: "disagreement";
  readonly message: string;
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
}

/** What a parser made of one file. With problems, only what does not touch them may be relied on. */
export interface ParsedFile {
  readonly path: string;
  readonly body: Body;
  readonly problems: readonly SyntaxProblem[];
}
