/** Problem: a file does not parse. */
import { problemRule } from "./problem.ts";

export const syntaxError = problemRule(
  "review/syntax-error",
  {
    title: "Every file parses",
    why:
      "A file with a syntax error means nothing yet, and what stands behind the error may be anything. The rest of the change is still reviewed; the verdict is `error` until the file parses, " +
      "also where the error is older than this change.",
    bad: 'resource "aws_instance" "web" {\n  ami = "ami-0a1b2c3d"\n  # the closing brace is missing\n',
    good: 'resource "aws_instance" "web" {\n  ami = "ami-0a1b2c3d"\n}\n',
  },
  {
    invalid: {
      message: "`{file}` does not parse: {detail}",
      remedy: "Mend the syntax; `terraform fmt` and `terraform validate` show the same place.",
    },
  },
);
