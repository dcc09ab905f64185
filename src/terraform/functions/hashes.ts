/** Hash functions of Terraform, over the UTF-8 bytes of a string or over a file of the tree. */
import { hexOf, sha256 } from "../digest.ts";
import { stringValue } from "../values.ts";
import { base64 } from "./encodings.ts";
import { md5 } from "./md5.ts";
import { pure, textArgument } from "./pure-function.ts";
import { sha1 } from "./sha1.ts";
import { sha512 } from "./sha512.ts";

export type Hash = (bytes: Uint8Array) => Uint8Array;
export type Encoding = (bytes: Uint8Array) => string;

/** By the name of the function on a string; a file's function is called `file…`. */
export const hashes: ReadonlyMap<string, { readonly hash: Hash; readonly encoding: Encoding }> = new Map([
  ["md5", { hash: md5, encoding: hexOf }],
  ["sha1", { hash: sha1, encoding: hexOf }],
  ["sha256", { hash: sha256, encoding: hexOf }],
  ["sha512", { hash: sha512, encoding: hexOf }],
  ["base64sha256", { hash: sha256, encoding: base64 }],
  ["base64sha512", { hash: sha512, encoding: base64 }],
]);

export const hashFunctions = [...hashes].map(([name, { hash, encoding }]) =>
  pure(name, 1, (args) => stringValue(encoding(hash(new TextEncoder().encode(textArgument(args, 0)))))),
);
