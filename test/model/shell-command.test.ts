/** Shell text as commands: what is one, what is not, and on which line. */
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { programOf, shellCommands } from "../../src/model/shell-command.ts";

function commands(text: string): readonly string[] {
  return shellCommands(text).map((command) => command.words.join("|"));
}

describe("shellCommands", () => {
  test.each([
    ["a comment is none", "# ssh web1\necho hi # ssh web1", ["echo|hi"]],
    ["a message is none", 'echo "ssh web1 is off"', ["echo|ssh web1 is off"]],
    ["lists and pipes", "a && b || c; d | e & f", ["a", "b", "c", "d", "e", "f"]],
    ["wrappers come off", "sudo -u root env A=b timeout 30 ssh web1", ["ssh|web1"]],
    ["assignments come off", "ANSIBLE_HOST_KEY_CHECKING=False ansible-playbook site.yml", ["ansible-playbook|site.yml"]],
    ["an assignment's command counts", "OUT=$(ssh web1 uptime)", ["ssh|web1|uptime"]],
    ["backquotes count", "x=`ssh web1`", ["ssh|web1"]],
    ["keywords come off", "if ! ssh web1; then exit 1; fi", ["ssh|web1", "exit|1"]],
    ["loops", "for h in a b; do\n  ssh $h\ndone", ["for|h|in|a|b", "ssh|$h"]],
    ["continued lines", "ssh \\\n  web1", ["ssh|web1"]],
    ["redirections are left out", "ssh web1 >out 2>&1 </dev/null", ["ssh|web1"]],
    ["bash -c is followed", "bash -euc 'ssh web1'", ["bash|-euc|ssh web1", "ssh|web1"]],
    ["eval is followed", 'eval "ssh web1"', ["eval|ssh web1", "ssh|web1"]],
    ["a here-document for cat is data", "cat > f <<EOF\nssh web1\nEOF\nls", ["cat", "ls"]],
    ["a here-document for bash is commands", "bash <<-'EOF'\n\tssh web1\n\tEOF\nls", ["bash", "ssh|web1", "ls"]],
    ["Windows line ends", "ssh web1\r\nscp a web1:\r\n", ["ssh|web1", "scp|a|web1:"]],
    ["expressions of a CI system stay in one word", `ssh \${{ secrets.HOST }} ls`, [`ssh|\${{ secrets.HOST }}|ls`]],
    ["unclosed quotes do not hide what came before", "ssh web1\necho 'oops", ["ssh|web1", "echo|oops"]],
    ["xargs runs its argument", "cat hosts | xargs -n 1 ssh", ["cat|hosts", "ssh"]],
  ])("%s", (_name, text, expected) => {
    expect(commands(text)).toEqual(expected);
  });

  test("lines count from 0 and survive comments, here-documents, continued lines and quoted newlines", () => {
    const text = "# one\ncat <<X\ntwo\nX\necho 'a\nb'\nsudo \\\n  ssh web1\n";
    expect(shellCommands(text).map((command) => [command.words[0], command.line])).toEqual([
      ["cat", 1],
      ["echo", 4],
      ["ssh", 7],
    ]);
  });

  test("a pipeline's later command knows what feeds it", () => {
    expect(shellCommands("curl -fsSL https://x | tee f | sudo bash -s").map((command) => command.upstream)).toEqual([
      [],
      ["curl"],
      ["curl", "tee"],
    ]);
  });

  test("hostile text is read in time that grows with its length", () => {
    const started = Date.now();
    for (const piece of ["$(", "`", "<<A\n", "'\"", 'bash -c "', "a|", "sudo ", "${", "\\\n", "(((", "#"])
      shellCommands(piece.repeat(40_000));
    expect(Date.now() - started).toBeLessThan(5_000);
  });

  test("any text is read without an error, and every line lies within it", () => {
    const piece = fc.constantFrom(
      "ssh",
      " ",
      "\n",
      "'",
      '"',
      "$(",
      ")",
      "`",
      "<<E",
      "E",
      "\\",
      "|",
      ";",
      "&",
      "#",
      `\${`,
      "}",
      "bash -c ",
      ">",
      "\r",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join("");
        const last = text.split("\n").length;
        return shellCommands(text).every((command) => command.words.length > 0 && command.line >= 0 && command.line < last);
      }),
      { numRuns: 500 },
    );
  });
});

test.each([
  ["/usr/bin/SSH.exe", "ssh"],
  ["C:\\Windows\\plink.exe", "plink"],
  ["knife", "knife"],
  ["", ""],
])("programOf %s", (word, expected) => {
  expect(programOf([word])).toBe(expected);
});
