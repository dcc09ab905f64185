/** An expression written again as one line of HCL. */
import type { Expression, TemplatePart } from "./syntax.ts";

/** Nested deeper than this, text is cut with `…`; no reader needs more. */
const textDepth = 40;

/** Terraform's way to write an expression again, on one line, at most `limit` UTF-16 units. For people and for comparison; not the file's own text. */
export function expressionText(expression: Expression, limit = 200): string {
  const text = textOf(expression, textDepth, { left: limit * 4 });
  return text.length <= limit ? text : `${text.slice(0, Math.max(0, limit - 1))}…`;
}

/** `left`: how many more characters anybody will look at; shared by the whole text, so that width is bounded as depth is. */
interface Room {
  left: number;
}

function textOf(expression: Expression, depth: number, room: Room): string {
  if (depth === 0 || room.left <= 0) return "…";
  const text = (inner: Expression) => textOf(inner, depth - 1, room);
  const spend = (piece: string) => {
    room.left -= piece.length;
    return piece;
  };
  switch (expression.kind) {
    case "null":
      return spend("null");
    case "bool":
      return spend(String(expression.value));
    case "number":
      return spend(expression.digits);
    case "string":
      return spend(JSON.stringify(expression.value.slice(0, room.left)));
    case "template":
      return `"${partsText(expression.parts, depth - 1, room)}"`;
    case "tuple":
      return `[${expression.items.slice(0, room.left).map(text).join(", ")}]`;
    case "object":
      return `{${expression.items
        .slice(0, room.left)
        .map((item) => `${text(item.key)} = ${text(item.value)}`)
        .join(", ")}}`;
    case "name":
      return spend(expression.name);
    case "get-attribute":
      return `${text(expression.of)}${spend(`.${expression.name}`)}`;
    case "index":
      return `${text(expression.of)}[${text(expression.key)}]`;
    case "splat": {
      const steps = expression.steps.map((step) => (step.kind === "attribute" ? spend(`.${step.name}`) : `[${text(step.key)}]`));
      return `${text(expression.of)}${expression.style === "full" ? "[*]" : ".*"}${steps.join("")}`;
    }
    case "call":
      return `${spend(expression.name)}(${expression.args.slice(0, room.left).map(text).join(", ")}${expression.expand ? "..." : ""})`;
    case "unary":
      return `${spend(expression.operator)}${text(expression.operand)}`;
    case "binary":
      return `${text(expression.left)} ${spend(expression.operator)} ${text(expression.right)}`;
    case "conditional":
      return `${text(expression.condition)} ? ${text(expression.then)} : ${text(expression.otherwise)}`;
    case "parentheses":
      return `(${text(expression.inner)})`;
    case "for": {
      const names = expression.keyName === null ? expression.valueName : `${expression.keyName}, ${expression.valueName}`;
      const key = expression.key === null ? "" : `${text(expression.key)} => `;
      const condition = expression.condition === null ? "" : ` if ${text(expression.condition)}`;
      const inner = `for ${names} in ${text(expression.collection)} : ${key}${text(expression.value)}${expression.group ? "..." : ""}${condition}`;
      return expression.result === "tuple" ? `[${inner}]` : `{${inner}}`;
    }
    case "invalid":
      return spend("(invalid)");
  }
}

function partsText(parts: readonly TemplatePart[], depth: number, room: Room): string {
  if (depth <= 0 || room.left <= 0) return "…";
  let text = "";
  for (const part of parts) {
    if (room.left <= 0) return `${text}…`;
    switch (part.kind) {
      case "literal": {
        const piece = JSON.stringify(part.value.slice(0, room.left)).slice(1, -1);
        room.left -= piece.length;
        text += piece;
        break;
      }
      case "interpolation":
        text += `\${${textOf(part.expression, depth - 1, room)}}`;
        break;
      case "if":
        text += `%{ if ${textOf(part.condition, depth - 1, room)} }${partsText(part.then, depth - 1, room)}%{ else }${partsText(part.otherwise, depth - 1, room)}%{ endif }`;
        break;
      case "for": {
        const names = part.keyName === null ? part.valueName : `${part.keyName}, ${part.valueName}`;
        text += `%{ for ${names} in ${textOf(part.collection, depth - 1, room)} }${partsText(part.parts, depth - 1, room)}%{ endfor }`;
        break;
      }
    }
  }
  return text;
}
