/** Hash functions of Terraform, over the UTF-8 bytes of a string or over a file of the tree. */
import { md5, sha1 } from "@noble/hashes/legacy";
import { sha256, sha512 } from "@noble/hashes/sha2";
import { bytesToHex } from "@noble/hashes/utils";
import { stringValue } from "../values.ts";
import { base64 } from "./encodings.ts";
import { pure, textArgument } from "./pure-function.ts";

export type Hash = (bytes: Uint8Array) => Uint8Array;
export type Encoding = (bytes: Uint8Array) => string;

/** By the name of the function on a string; a file's function is called `file…`. */
export const hashes: ReadonlyMap<string, { readonly hash: Hash; readonly encoding: Encoding }> = new Map([
  ["md5", { hash: md5, encoding: bytesToHex }],
  ["sha1", { hash: sha1, encoding: bytesToHex }],
  ["sha256", { hash: sha256, encoding: bytesToHex }],
  ["sha512", { hash: sha512, encoding: bytesToHex }],
  ["base64sha256", { hash: sha256, encoding: base64 }],
  ["base64sha512", { hash: sha512, encoding: base64 }],
]);

export const hashFunctions = [...hashes].map(([name, { hash, encoding }]) =>
  pure(name, 1, (args) => stringValue(encoding(hash(new TextEncoder().encode(textArgument(args, 0)))))),
);
