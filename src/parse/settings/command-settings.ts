/** Settings in the words of one command: options, `NAME=value`, headers, users with passwords, and what is piped into it. */
import { programOf } from "../../model/shell-command.ts";
import { type CommandGrammar, type CommandValue, grammarOf } from "./command-options.ts";
import { writtenDefault } from "./written-default.ts";

export interface CommandSetting {
  readonly path: readonly string[];
  readonly value: string;
  /** Which word it stands in. */
  readonly word: number;
}

/** Programs whose words are patterns, questions or texts for people. */
const speakers = new Set([
  "[",
  "[[",
  "test",
  "grep",
  "egrep",
  "fgrep",
  "rg",
  "sed",
  "awk",
  "echo",
  "printf",
  "logger",
  "expr",
  "read",
  "case",
]);

/** Whether the program's words say something about its surroundings, and not to them. */
export function takesSettings(words: readonly string[]): boolean {
  return !speakers.has(programOf(words));
}

/** Linear in the words. References stay as they are written: who judges knows them. */
export function commandSettings(words: readonly string[]): readonly CommandSetting[] {
  const program = programOf(words);
  const grammar = grammarOf(program, words.slice(1));
  const found: CommandSetting[] = [];
  const add = (name: string, value: string, word: number): void => {
    if (value !== "") found.push({ path: [program, name], value: writtenDefault(value), word });
  };
  for (let i = 1; i < words.length; i++) {
    const word = words[i] ?? "";
    const next = words[i + 1];
    if (!optionAt(grammar, word, next, i, add) && !headerAt(word, next, i, add)) pairsIn(word, i, add);
  }
  for (const { name, value, word } of placed(program, words)) add(name, value, word);
  return found;
}

type Add = (name: string, value: string, word: number) => void;

/** True where the word was an option of the grammar, or one whose name speaks for itself. */
function optionAt(grammar: CommandGrammar, word: string, next: string | undefined, index: number, add: Add): boolean {
  if (!word.startsWith("-") || word.length < 2) return false;
  const listed = grammar.options.get(word);
  if (listed !== undefined && !grammar.bare.has(word)) {
    if (next !== undefined) addValue(listed, next, index + 1, add);
    return true;
  }
  const letter = word.slice(0, 2);
  const attached = grammar.attached.has(letter) && word.length > 2 && word[2] !== "=" ? grammar.options.get(letter) : undefined;
  if (attached !== undefined) {
    addValue(attached, word.slice(2), index, add);
    return true;
  }
  const equals = word.slice(0, 200).indexOf("=");
  const option = equals === -1 ? undefined : grammar.options.get(word.slice(0, equals));
  if (option !== undefined) {
    addValue(option, word.slice(equals + 1), index, add);
    return true;
  }
  // `--db-password hunter2`, `-token abc`; one letter says nothing.
  const name = /^--?([A-Za-z][\w.-]{2,80})$/.exec(word)?.[1];
  if (name === undefined || next === undefined || next.startsWith("-") || grammar.bare.has(word)) return false;
  // `--set auth.password=x`: the pair says more.
  if (/^[A-Za-z_][\w.-]{0,100}=[^=]/.test(next.slice(0, 120))) return false;
  add(name, next, index + 1);
  return true;
}

function addValue(value: CommandValue, text: string, index: number, add: Add): void {
  if (value.kind === "whole") {
    add(value.name, text, index);
    return;
  }
  const sign = text.indexOf(value.sign);
  if (sign !== -1) add(value.name, text.slice(sign + value.sign.length), index);
}

/** `-H "Authorization: Bearer …"`: the scheme is no part of the token. */
function headerAt(word: string, next: string | undefined, index: number, add: Add): boolean {
  const inline = /^(?:-H|--header=)(?=[A-Za-z])/.exec(word)?.[0];
  const text = inline !== undefined ? word.slice(inline.length) : word === "-H" || word === "--header" ? next : undefined;
  const header = text === undefined ? null : /^([A-Za-z][\w-]{1,60}):[ ]?(.{1,4000})$/.exec(text);
  if (header === null) return false;
  const [, name = "", value = ""] = header;
  const at = inline === undefined ? index + 1 : index;
  if (/^(?:proxy-)?authorization$/i.test(name)) {
    const token = /^(?:Bearer|Token|Basic|GoogleLogin auth=|ApiKey|SSWS)\s(.{1,4000})$/i.exec(value)?.[1];
    add("authorization token", (token ?? value).trim(), at);
  } else add(name, value.trim(), at);
  return true;
}

const assignment = /^(?:-D|-P|-e|--?[A-Za-z][\w-]{0,60}=|\/[A-Za-z]+:)?["']?([A-Za-z_][\w.-]{0,100})=(.{1,4000})$/s;

/** `NAME=value`, `--name=value`, `--from-literal=name=value`, `-Dname=value`; several with commas between them. */
function pairsIn(word: string, index: number, add: Add): void {
  if (!word.includes("=") || word.length > 5_000) {
    const slash = /^\/(?:pass|password|pwd|p):(.{1,200})$/i.exec(word.slice(0, 220))?.[1];
    if (slash !== undefined) add("password", slash, index);
    return;
  }
  if (/[{}<>\n]|:\/\//.test(word.slice(0, word.indexOf("="))) || /[=!]=/.test(word)) return;
  const pieces = piecesOf(word);
  const whole = pieces.length > 1 && pieces.every((piece) => piece === "" || piece.includes("=")) ? pieces : [word];
  for (const piece of whole) {
    const option = /^--?([A-Za-z][\w.-]{1,80})=(.{1,4000})$/s.exec(piece);
    const inner = assignment.exec(piece);
    if (inner !== null && (option === null || inner[0] !== undefined)) add(inner[1] ?? "", unquoted(inner[2] ?? ""), index);
    else if (option !== null) add(option[1] ?? "", unquoted(option[2] ?? ""), index);
  }
}

/** Words, the fields of a form (`user=a&password=b`), or what commas part. */
function piecesOf(word: string): readonly string[] {
  if (/[\s]/.test(word)) return word.split(/\s+/);
  if (/["'`$]/.test(word)) return [word];
  if (/^\w[\w.-]{0,60}=[^&]{0,500}&\w/.test(word)) return word.split("&");
  return word.includes(",") ? word.split(",") : [word];
}

function unquoted(text: string): string {
  const quote = text[0];
  return text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote) ? text.slice(1, -1) : text;
}

interface Placed {
  readonly name: string;
  readonly value: string;
  readonly word: number;
}

/** A word that is no option. */
interface PlainWord {
  readonly word: string;
  readonly index: number;
}

/** Passwords that stand at a place, not behind an option. */
function placed(program: string, words: readonly string[]): readonly Placed[] {
  const plain = words.flatMap((word, index) => (index > 0 && !word.startsWith("-") ? [{ word, index }] : [])).slice(0, 8);
  const at = (position: number, name: string): readonly Placed[] => {
    const found = plain[position];
    return found === undefined ? [] : [{ name, value: found.word, word: found.index }];
  };
  const first = plain[0]?.word;
  switch (program) {
    case "htpasswd": {
      const flags = words.filter((word) => /^-[A-Za-z]{1,8}$/.test(word)).join("");
      if (!flags.includes("b")) return [];
      return at(flags.includes("n") ? 1 : 2, "password");
    }
    case "aws":
    case "az":
    case "gh":
      return stored(program, words, plain);
    case "vault":
      return first === "login" && plain[1]?.word.includes("=") === false ? at(1, "token") : [];
    case "mysqladmin":
      return after(plain, "password");
    case "rabbitmqctl":
      return first === "add_user" || first === "change_password" ? at(2, "password") : [];
    case "net":
      return first === "user" && plain[2]?.word.startsWith("/") === false ? at(2, "password") : [];
    case "openssl":
      return first === "passwd" ? at(1, "password") : [];
    case "rootpw":
    case "sshpw":
      // `rootpw --plaintext hunter22`; a lock and a hash are judged by others.
      return words.includes("--lock") && !words.includes("--plaintext") ? [] : at(plain.length - 1, "password");
    case "username":
    case "enable":
      return ofDevice(plain);
    case "mkpasswd":
      return at(0, "password");
    case "sqlplus":
      return login(plain[0]);
    default:
      return [];
  }
}

/** `enable secret hunter22`, `username app privilege 15 password 0 hunter22` of network devices; a type above 0 says that it is a hash. */
function ofDevice(plain: readonly { readonly word: string; readonly index: number }[]): readonly Placed[] {
  const at = plain.findIndex(({ word }) => word === "secret" || word === "password");
  const value = plain[at + 1]?.word === "0" ? plain[at + 2] : plain[at + 1];
  if (at === -1 || value === undefined || (/^\d$/.test(value.word) && plain[at + 2] !== undefined)) return [];
  return [{ name: "password", value: value.word, word: value.index }];
}

/** `sqlplus app/hunter22@db` */
function login(found: { readonly word: string; readonly index: number } | undefined): readonly Placed[] {
  const value = /^\w{1,60}\/([^@/\s]{1,100})(?:@|$)/.exec(found?.word ?? "")?.[1];
  return found === undefined || value === undefined ? [] : [{ name: "password", value, word: found.index }];
}

/** What the programs of clouds put into their stores of secrets, and into their own settings. */
function stored(program: string, words: readonly string[], plain: readonly PlainWord[]): readonly Placed[] {
  const said = plain.map(({ word }) => word);
  const begins = (...start: readonly string[]) => start.every((word, index) => said[index] === word);
  switch (program) {
    case "aws": {
      const value = plain[3];
      if (begins("configure", "set") && value !== undefined)
        return [{ name: (said[2] ?? "").split(".").at(-1) ?? "", value: value.word, word: value.index }];
      return begins("ssm", "put-parameter") && words.some((word) => word.endsWith("SecureString")) ? behind(words, "--value") : [];
    }
    case "az":
      return begins("keyvault", "secret", "set") ? behind(words, "--value") : [];
    case "gh":
      return begins("secret", "set") ? [...behind(words, "--body"), ...behind(words, "-b")] : [];
    default:
      return [];
  }
}

/** What an option of a store of secrets holds: `--value hunter22`. */
function behind(words: readonly string[], option: string): readonly Placed[] {
  const at = words.findIndex((word) => word === option || word.startsWith(`${option}=`));
  const word = words[at];
  if (at === -1 || word === undefined) return [];
  if (word !== option) return [{ name: "secret value", value: word.slice(option.length + 1), word: at }];
  const value = words[at + 1];
  return value === undefined ? [] : [{ name: "secret value", value, word: at + 1 }];
}

function after(plain: readonly { readonly word: string; readonly index: number }[], sign: string): readonly Placed[] {
  const position = plain.findIndex(({ word }) => word === sign);
  const value = position === -1 ? undefined : plain[position + 1];
  return value === undefined ? [] : [{ name: "password", value: value.word, word: value.index }];
}

/** Passwords that a program reads from its input: `echo app:hunter2 | chpasswd`. Lines count from 0 within the text. */
export function inputSettings(words: readonly string[], input: string): readonly { readonly value: string; readonly line: number }[] {
  const program = inputProgram(words);
  if (program === "chpasswd" && !words.includes("-e") && !words.includes("--encrypted")) {
    return input
      .replaceAll("\\n", "\n")
      .split("\n")
      .flatMap((line, index) => {
        const sign = line.indexOf(":");
        return sign > 0 && sign < 100 ? [{ value: line.slice(sign + 1).trim(), line: index }] : [];
      });
  }
  if (program === "debconf-set-selections") {
    return input.split("\n").flatMap((line, index) => {
      const value = /^\s{0,20}\S{1,100}\s{1,20}\S{1,200}\s{1,20}password\s{1,20}(\S{1,200})\s{0,20}$/.exec(line.slice(0, 600))?.[1];
      return value === undefined ? [] : [{ value, line: index }];
    });
  }
  const whole =
    program === "passwd" ||
    program === "smbpasswd" ||
    program === "kinit" ||
    program === "vncpasswd" ||
    (program === "openssl" && words.includes("passwd") && words.includes("-stdin")) ||
    words.includes("--password-stdin") ||
    words.includes("--with-token") ||
    isKept(program, words);
  const first = whole ? (input.replaceAll("\\n", "\n").split("\n")[0]?.trim() ?? "") : "";
  return first === "" ? [] : [{ value: first, line: 0 }];
}

/** Programs that run another one within a system that they are given: `chroot /target chpasswd`, `docker exec -i db chpasswd`. */
const runners = new Set(["chroot", "arch-chroot", "curtin", "in-target", "nsenter", "docker", "podman", "kubectl", "virt-customize"]);

/** The program that gets the input. */
function inputProgram(words: readonly string[]): string {
  const program = programOf(words);
  return runners.has(program) && words.slice(1, 10).some((word) => programOf([word]) === "chpasswd") ? "chpasswd" : program;
}

/** Stores that take a secret from their input. https://docs.docker.com/reference/cli/docker/secret/create, https://cli.github.com/manual/gh_secret_set */
function isKept(program: string, words: readonly string[]): boolean {
  const [, first, second] = words;
  switch (program) {
    case "docker":
    case "podman":
      return first === "secret" && second === "create";
    case "gcloud":
      return first === "secrets" && words.includes("--data-file=-");
    case "gh":
      return first === "secret" && second === "set";
    default:
      return false;
  }
}

/** Options of `docker exec` and `kubectl exec` with a value behind them. */
const execOptions = new Set(
  "-e --env -u --user -w --workdir --env-file -n --namespace -c --container --context -f --file -p --project-name".split(" "),
);

/** Where the command begins that runs in a container: `docker exec -i db mysqladmin -phunter22 ping`. 0: there is none. */
export function commandWithin(words: readonly string[]): number {
  if (!/^(?:docker|docker-compose|podman|nerdctl|kubectl|oc)$/.test(programOf(words))) return 0;
  const exec = words.slice(0, 12).indexOf("exec");
  if (exec === -1) return 0;
  // The name of the container stands before its command.
  let names = 0;
  for (let at = exec + 1; at < words.length && at < 40; at++) {
    const word = words[at] ?? "";
    if (word === "--") return at + 1 < words.length ? at + 1 : 0;
    if (execOptions.has(word)) at++;
    else if (!word.startsWith("-") && names++ > 0) return at;
  }
  return 0;
}
