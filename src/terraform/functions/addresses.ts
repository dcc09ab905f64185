/** Functions on IP network addresses. Semantics: Terraform's function reference. */
import type { Value } from "../../model/value.ts";
import { fail, spend } from "../evaluation.ts";
import { listValue, stringValue } from "../values.ts";
import type { CallSite } from "./pure-function.ts";
import { anyCount, digitsArgument, pure, textArgument, textList, wholeArgument } from "./pure-function.ts";

interface Network {
  readonly bits: 32 | 128;
  /** Host bits are zero. */
  readonly address: bigint;
  readonly prefix: number;
}

export const addressFunctions = [
  pure("cidrhost", 2, (args) => {
    const network = networkOf(textArgument(args, 0));
    const found = isMapped(network) ? null : host(network, digitsArgument(args, 1));
    return found === null ? null : stringValue(found);
  }),
  pure("cidrnetmask", 1, (args) => {
    const network = networkOf(textArgument(args, 0));
    return isMapped(network) ? null : stringValue(netmask(network));
  }),
  pure("cidrsubnet", 3, (args) => {
    const network = networkOf(textArgument(args, 0));
    const [newBits, number] = [wholeArgument(args, 1), digitsArgument(args, 2)];
    const isOdd = isMapped(network) && (network.prefix < 96 || newBits < 0 || number.startsWith("-"));
    const found = isOdd ? null : subnet(isMapped(network) ? unmapped(network) : network, newBits, number);
    return found === null ? null : stringValue(networkText(found));
  }),
  pure("cidrsubnets", [1, anyCount], subnets, { makes: textList }),
];

function networkOf(text: string): Network {
  const slash = text.indexOf("/");
  const address = slash < 0 ? null : parseAddress(text.slice(0, slash));
  const written = text.slice(slash + 1);
  if (address === null || !/^[0-9]{1,6}$/.test(written) || Number(written) > address.bits)
    return fail("a CIDR prefix is required, like 10.0.0.0/16");
  return networkWith(address, Number(written));
}

/** Host bits are cleared. */
function networkWith(address: { readonly bits: 32 | 128; readonly value: bigint }, prefix: number): Network {
  const hostBits = BigInt(address.bits - prefix);
  return { bits: address.bits, address: (address.value >> hostBits) << hostBits, prefix };
}

/** Null: a number of more than 63 bits, of which Terraform loses some. */
function host(network: Network, digits: string): string | null {
  if (digits.includes(".")) return fail("a host number must be whole");
  const size = 1n << BigInt(network.bits - network.prefix);
  const number = BigInt(digits);
  if (magnitude(number) >= 2n ** 63n) return null;
  const at = number < 0n ? size + number : number;
  if (at < 0n || at >= size) return fail("the network has no host with that number");
  return addressText(network.address + at, network.bits);
}

/** An IPv4 address in IPv6's clothes (`::ffff:10.0.0.0/104`), which Terraform takes for one or the other, by function. */
function isMapped(network: Network): boolean {
  return network.bits === 128 && network.address >> 32n === 0xffffn;
}

function unmapped(network: Network): Network {
  return { bits: 32, address: network.address & 0xffff_ffffn, prefix: network.prefix - 96 };
}

function netmask(network: Network): string {
  if (network.bits !== 32) return fail("only IPv4 networks have a netmask");
  return addressText(((1n << 32n) - 1n) ^ ((1n << BigInt(32 - network.prefix)) - 1n), 32);
}

/**
 * The number's bits are put into the address as they are, and what results loses its sign: that is what Terraform does with negative
 * numbers, and with negative bits, which widen the network. Null: a prefix below zero.
 */
function subnet(network: Network, newBits: number, digits: string): Network | null {
  const prefix = network.prefix + newBits;
  if (prefix > network.bits) return fail("the network has not so many bits left");
  if (digits.includes(".")) return fail("a network number must be whole");
  if (prefix < 0) return null;
  const number = BigInt(digits);
  const largest = newBits < 0 || newBits >= 64 ? 2n ** 64n : 2n ** BigInt(newBits);
  if (magnitude(number) % 2n ** 64n >= largest) return fail("the new bits cannot hold that network number");
  const address = magnitude(network.address | (number << BigInt(network.bits - prefix)));
  return address >> BigInt(network.bits) === 0n ? { bits: network.bits, prefix, address } : null;
}

function magnitude(number: bigint): bigint {
  return number < 0n ? -number : number;
}

/** Each network starts at the next place after the one before where its size fits. */
function subnets(args: readonly Value[], site: CallSite): Value | null {
  spend(site.scope.run, args.length * 20);
  const network = networkOf(textArgument(args, 0));
  if (isMapped(network)) return null;
  // Terraform looks for the network before the first one, which there is none of.
  if (network.address === 0n && args.length > 1) return fail("the network has no room for that many networks");
  const end = network.address + (1n << BigInt(network.bits - network.prefix));
  const found: Value[] = [];
  let next = network.address;
  for (let i = 1; i < args.length; i++) {
    const newBits = wholeArgument(args, i);
    const prefix = network.prefix + newBits;
    if (newBits < 1 || newBits > 32 || prefix > network.bits) return fail("the network has not so many bits left");
    const size = 1n << BigInt(network.bits - prefix);
    const address = ((next + size - 1n) / size) * size;
    if (address + size > end) return fail("the network has no room for that many networks");
    found.push(stringValue(networkText({ bits: network.bits, prefix, address })));
    next = address + size;
  }
  return listValue(found);
}

function networkText(network: Network): string {
  return `${addressText(network.address, network.bits)}/${network.prefix}`;
}

function parseAddress(text: string): { readonly bits: 32 | 128; readonly value: bigint } | null {
  if (!text.includes(":")) {
    const value = parseV4(text);
    return value === null ? null : { bits: 32, value };
  }
  const value = parseV6(text);
  return value === null ? null : { bits: 128, value };
}

/** Terraform takes leading zeros for decimal digits, as it always did. */
function parseV4(text: string): bigint | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  let value = 0n;
  for (const part of parts) {
    if (!/^[0-9]{1,3}$/.test(part) || Number(part) > 255) return null;
    value = (value << 8n) | BigInt(Number(part));
  }
  return value;
}

function parseV6(text: string): bigint | null {
  if (text.length > 45) return null;
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = halves.map(groupsOf);
  if (head === undefined || head === null || tail === null) return null;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...(tail ?? [])];
  return groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

function groupsOf(text: string): readonly number[] | null {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    const v4 = i === parts.length - 1 && part.includes(".") ? parseV4(part) : null;
    if (v4 !== null) {
      groups.push(Number(v4 >> 16n), Number(v4 & 0xffffn));
      continue;
    }
    if (!/^[0-9A-Fa-f]{1,4}$/.test(part)) return null;
    groups.push(Number.parseInt(part, 16));
  }
  return groups;
}

/** IPv6 in its canonical form (RFC 5952). */
function addressText(value: bigint, bits: 32 | 128): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 0xffn)).join(".");
  if (value >> 32n === 0xffffn) return addressText(value & 0xffff_ffffn, 32);
  const groups = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(112 - i * 16)) & 0xffffn));
  const gap = longestZeros(groups);
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(":");
  if (gap === null) return hex(groups);
  return `${hex(groups.slice(0, gap.start))}::${hex(groups.slice(gap.end))}`;
}

function longestZeros(groups: readonly number[]): { readonly start: number; readonly end: number } | null {
  let best: { readonly start: number; readonly end: number } | null = null;
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === 0) end++;
    if (end - start > 1 && (best === null || end - start > best.end - best.start)) best = { start, end };
  }
  return best;
}
