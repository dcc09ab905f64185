/** Problem: a file that should be read cannot be. */
import { problemRule } from "./problem.ts";

const plainText = "Store it as plain UTF-8 text, or take it out of the folder that Terraform reads.";

export const unreadableFile = problemRule(
  "review/unreadable-file",
  {
    title: "Every file can be read",
    why: "A file that Terraform would read and that the review cannot is a place where anything may stand. It is named, and the verdict is `error`.",
    bad: "$ head -c 3 main.tf | xxd\n00000000: fffe 72                                  ..r # UTF-16",
    good: "$ iconv -f UTF-16 -t UTF-8 main.tf -o main.tf",
    language: "shell",
  },
  {
    binary: { message: "`{file}` is binary and was not read", remedy: plainText },
    "not-utf8": { message: "`{file}` is not UTF-8 and was not read", remedy: "Convert it to UTF-8." },
    "too-large": { message: "`{file}` is too large to be read", remedy: "Split it, or move the data that it holds elsewhere." },
    symlink: {
      message: "`{file}` is a symbolic link that leads out of the repository, in a circle or to nothing, and was not followed",
      remedy: "Put the file itself in its place.",
    },
    submodule: {
      message: "`{file}` is a submodule, whose content is not in this repository",
      remedy: "Call the module by its address and version, or keep its files in this repository.",
    },
    missing: {
      message: "`{file}` could not be found among the objects of the repository",
      remedy: "Fetch the whole history (`git fetch --unshallow`) and review again.",
    },
    "illegible-path": { message: "`{file}` has a name that is not UTF-8 and was not read", remedy: "Rename the file." },
  },
);
