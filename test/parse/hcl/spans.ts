/** Checks that every span of a body is the place of what it says, and lies in the span around it. */
import { expect } from "@jest/globals";
import type { Span } from "../../../src/model/place.ts";
import type { Body, Expression, TemplatePart } from "../../../src/model/syntax.ts";

export function checkSpans(source: string, body: Body): void {
  new SpanCheck(source).body(body);
}

class SpanCheck {
  readonly source: string;
  readonly lineStarts: number[] = [0];

  constructor(source: string) {
    this.source = source;
    for (let at = source.indexOf("\n"); at !== -1; at = source.indexOf("\n", at + 1)) this.lineStarts.push(at + 1);
  }

  slice(span: Span): string {
    return this.source.slice(span.start, span.end);
  }

  within(inner: Span, outer: Span): void {
    expect(inner.start).toBeGreaterThanOrEqual(outer.start);
    expect(inner.end).toBeLessThanOrEqual(outer.end);
    this.position(inner.start, inner.line, inner.column);
    this.position(inner.end, inner.endLine, inner.endColumn);
  }

  position(offset: number, line: number, column: number): void {
    const start = this.lineStarts[line - 1] ?? Number.NaN;
    const next = this.lineStarts[line] ?? this.source.length + 1;
    const mark = line === 1 && offset > 0 && this.source.startsWith("\ufeff") ? 1 : 0;
    expect(offset).toBeGreaterThanOrEqual(start);
    expect(offset).toBeLessThan(next);
    expect(column).toBe(offset - start + 1 - mark);
  }

  body(body: Body): void {
    for (const attribute of body.attributes) {
      this.within(attribute.span, body.span);
      if (attribute.expression.kind !== "invalid") expect(this.slice(attribute.span).startsWith(attribute.name)).toBe(true);
      this.within(attribute.expression.span, attribute.span);
      this.expression(attribute.expression);
    }
    for (const block of body.blocks) {
      this.within(block.span, body.span);
      expect(this.slice(block.span).startsWith(block.type)).toBe(true);
      this.within(block.body.span, block.span);
      this.body(block.body);
    }
  }

  expression(expression: Expression): void {
    const text = this.slice(expression.span);
    switch (expression.kind) {
      case "null":
      case "bool":
        expect(text).toBe(expression.kind === "null" ? "null" : String(expression.value));
        return;
      case "number":
        expect(text.trim()).toBe(expression.digits);
        return;
      case "string":
        expect(text === expression.value || /^(?:"[\s\S]*"|<<[\s\S]*)$/.test(text) || text.normalize("NFC") === expression.value).toBe(
          true,
        );
        return;
      case "template":
        expect(text).toMatch(/^(?:"[\s\S]*"|<<[\s\S]*)$/);
        this.parts(expression.parts, expression.span);
        return;
      case "name":
        expect(expression.name === "[*]" || text === expression.name).toBe(true);
        return;
      case "get-attribute":
        expect(text.endsWith(expression.name)).toBe(true);
        this.inner(expression.span, expression.of);
        return;
      case "index":
        expect(text).toMatch(/(?:\]|\.\s*[0-9]+)$/);
        this.inner(expression.span, expression.of, expression.key);
        return;
      case "splat":
        expect(text).toContain("*");
        this.inner(expression.span, expression.of);
        return;
      case "tuple":
        expect(text).toMatch(/^\[[\s\S]*\]$/);
        this.inner(expression.span, ...expression.items);
        return;
      case "object":
        expect(text).toMatch(/^\{[\s\S]*\}$/);
        for (const { key, value } of expression.items) this.inner(expression.span, key, value);
        return;
      case "call":
        expect(text.startsWith(expression.name)).toBe(true);
        expect(text.endsWith(")")).toBe(true);
        this.inner(expression.span, ...expression.args);
        return;
      case "parentheses":
        expect(text).toMatch(/^\([\s\S]*\)$/);
        this.inner(expression.span, expression.inner);
        return;
      case "unary":
        expect(text.startsWith(expression.operator)).toBe(true);
        this.inner(expression.span, expression.operand);
        return;
      case "binary":
        this.inner(expression.span, expression.left, expression.right);
        expect(this.source.slice(expression.left.span.end, expression.right.span.start)).toContain(expression.operator);
        return;
      case "conditional":
        this.inner(expression.span, expression.condition, expression.then, expression.otherwise);
        return;
      case "for":
        this.inner(expression.span, expression.collection);
        if (expression.valueName !== "[*]") this.inner(expression.span, expression.value);
        return;
      case "invalid":
        return;
    }
  }

  inner(outer: Span, ...expressions: readonly Expression[]): void {
    for (const expression of expressions) {
      this.within(expression.span, outer);
      this.expression(expression);
    }
  }

  parts(parts: readonly TemplatePart[], outer: Span): void {
    for (const part of parts) {
      this.within(part.span, outer);
      switch (part.kind) {
        case "literal":
          break;
        case "interpolation":
          expect(this.slice(part.span)).toMatch(/^\$\{[\s\S]*\}$/);
          this.inner(part.span, part.expression);
          break;
        case "if":
          expect(this.slice(part.span)).toMatch(/^%\{[\s\S]*\}$/);
          this.inner(part.span, part.condition);
          this.parts([...part.then, ...part.otherwise], part.span);
          break;
        case "for":
          expect(this.slice(part.span)).toMatch(/^%\{[\s\S]*\}$/);
          this.inner(part.span, part.collection);
          this.parts(part.parts, part.span);
          break;
      }
    }
  }
}
