/** Problem: a configuration that parses and still means nothing. */
import { problemRule } from "./problem.ts";

export const configurationInvalid = problemRule(
  "review/configuration-invalid",
  {
    title: "The configuration makes sense",
    why: "Terraform would refuse it: something refers to itself, or to what is not declared. What depends on it cannot be evaluated, and does not pass.",
    bad: "locals {\n  a = local.b\n  b = local.a\n}",
    good: 'locals {\n  a = "web"\n  b = local.a\n}',
  },
  {
    cycle: { message: "{detail} refers to itself", remedy: "Break the circle; `terraform validate` names it too." },
    "missing-declaration": { message: "{detail} is referred to and not declared", remedy: "Declare it, or correct the name." },
    duplicate: { message: "{detail} is declared twice", remedy: "Take one of the two out." },
    "missing-module": {
      message: "The folder of module {detail} is not in the repository",
      remedy: "Correct the module's `source`, or add the folder.",
    },
    limit: {
      message: "The configuration goes beyond what is evaluated here: {detail}",
      remedy: "Split it into smaller root modules, or write it more simply: what is left unevaluated does not pass.",
    },
    other: { message: "The configuration is not valid: {detail}", remedy: "Mend it; `terraform validate` names the place." },
  },
);
