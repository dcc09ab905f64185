/** `bakegate policy explain TYPE[.ATTRIBUTE]`: what the catalogues say about a resource type or one of its arguments. */
import type { CataloguePage } from "../model/catalogue-page.ts";
import { BakegateError } from "../model/failure.ts";
import { quote } from "../parse/configuration/quote.ts";
import { didYouMean } from "../parse/configuration/suggestion.ts";
import { tell } from "../plan/catalogue-page.ts";
import { renderCataloguePage } from "../render/catalogue-page.ts";
import type { RulePageFormat } from "../render/rule-page.ts";
import { loadProviderFacts, workloadCatalogue } from "./knowledge.ts";

/** A resource type, with or without a path behind it: its name has an underscore, which no rule's has before a dot or slash. */
export function namesResourceType(written: string): boolean {
  return /^[a-z][a-z0-9]{0,40}_[a-z0-9_]{1,120}(?:$|\.)/.test(written);
}

/** The page in the format. Throws a usage failure that says which type or argument may have been meant. */
export function explainAttribute(written: string, format: RulePageFormat): string {
  const dot = written.indexOf(".");
  const [type, path] = dot === -1 ? [written, ""] : [written.slice(0, dot), written.slice(dot + 1)];
  const workloads = workloadCatalogue();
  const told = tell(loadProviderFacts, type, path);
  const entry = workloads.entryOf?.(type) ?? null;
  if (told.kind === "unknown-argument") {
    const otherwise = `; see bakegate policy explain ${told.within}`;
    throw new BakegateError(
      "usage",
      `unknown argument ${quote(told.name)} of ${told.within}${didYouMean(told.name, told.known, otherwise)}`,
      "",
    );
  }
  if (told.kind === "unknown-type" && (entry === null || path !== "")) {
    const known = [...told.known, ...(workloads.types?.() ?? [])];
    throw new BakegateError(
      "usage",
      `unknown resource type ${quote(type)}${didYouMean(type, known, "; it is in no provider that the catalogue holds")}`,
      "",
    );
  }
  const page: CataloguePage = {
    type,
    facts: told.kind === "unknown-type" ? null : told.type,
    argument: told.kind === "argument" ? told.argument : null,
    resourceClass: workloads.classOf(type),
    classed: entry !== null,
    traits: entry?.traits ?? [],
    note: entry?.note ?? null,
    attributeClass: told.kind === "argument" ? workloads.attributeClass(type, told.argument.path) : null,
  };
  return renderCataloguePage(page, format);
}
