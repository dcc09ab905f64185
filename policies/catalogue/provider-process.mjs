/** A provider's own process, asked over Terraform's plugin protocol 5 (docs/plugin-protocol of hashicorp/terraform): gRPC on a local socket. */
import { spawn } from "node:child_process";
import { connect } from "node:http2";
import { connect as connectSocket } from "node:net";

/** A value that is known only after the apply. */
export const unknown = Symbol("unknown");

/** What terraform itself says to a plugin so that it starts (github.com/hashicorp/go-plugin, "magic cookie"). */
const cookie = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/** Nobody answers there: a provider that calls its cloud while it plans fails at once, and nothing leaves this machine. */
const nowhere = "http://127.0.0.1:9";

export class ProviderProcess {
  #child;
  #session;

  /** Starts the plugin; throws with what it printed where it ends at once. */
  static async start(binary) {
    const env = { ...process.env, TF_PLUGIN_MAGIC_COOKIE: cookie, PLUGIN_PROTOCOL_VERSIONS: "5", AWS_ENDPOINT_URL: nowhere };
    const child = spawn(binary, [], { env, stdio: ["ignore", "pipe", "pipe"] });
    let errors = "";
    child.stderr.on("data", (data) => {
      errors = `${errors}${data}`.slice(-2000);
    });
    const greeting = await new Promise((resolve, reject) => {
      let text = "";
      child.stdout.on("data", (data) => {
        text += data;
        if (text.includes("\n")) resolve(text.split("\n")[0]);
      });
      child.on("exit", () => reject(new Error(errors)));
    });
    const [, , kind, address] = greeting.split("|");
    const started = new ProviderProcess();
    started.#child = child;
    const createConnection = () => (kind === "unix" ? connectSocket(address) : connectSocket(Number(address.split(":")[1]), "127.0.0.1"));
    started.#session = connect("http://localhost", { createConnection });
    // A process that ends closes its session; the call under way tells.
    started.#session.on("error", () => undefined);
    return started;
  }

  async configure(config) {
    await this.#call("Configure", Buffer.concat([field(1, Buffer.from("1.11.4")), dynamicField(2, config)]));
  }

  /** The planned state, the paths that force a replacement, whether the type is made with the SDK, and error messages. */
  async plan(type, prior, proposed, config) {
    const request = [
      field(1, Buffer.from(type)),
      dynamicField(2, prior),
      dynamicField(3, proposed),
      dynamicField(4, config),
      field(5, Buffer.from("{}")),
    ];
    const result = { planned: null, replace: [], sdk: false, errors: [] };
    for (const [number, value] of fieldsOf(await this.#call("PlanResourceChange", Buffer.concat(request)))) {
      if (number === 1) for (const [inner, bytes] of fieldsOf(value)) if (inner === 1) result.planned = unpack(bytes);
      if (number === 2) result.replace.push(pathOf(value));
      if (number === 4) result.errors.push(...errorsOf(value));
      if (number === 5) result.sdk = value === 1;
    }
    return result;
  }

  stop() {
    this.#session.destroy();
    this.#child.kill("SIGKILL");
  }

  #call(method, message) {
    return new Promise((resolve, reject) => {
      const headers = { ":method": "POST", ":path": `/tfplugin5.Provider/${method}`, "content-type": "application/grpc", te: "trailers" };
      const stream = this.#session.request(headers);
      const chunks = [];
      let status = null;
      const timer = setTimeout(() => stream.close(), 20_000);
      stream.on("data", (data) => chunks.push(data));
      stream.on("trailers", (trailers) => {
        status = trailers["grpc-status"];
      });
      stream.on("error", () => undefined);
      stream.on("close", () => {
        clearTimeout(timer);
        if (status === "0") resolve(Buffer.concat(chunks).subarray(5));
        else reject(new Error(`${method}: ${status}`));
      });
      const head = Buffer.alloc(5);
      head.writeUInt32BE(message.length, 1);
      stream.end(Buffer.concat([head, message]));
    });
  }
}

function varint(number) {
  const bytes = [];
  let rest = number;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

/** A length-delimited field of a protocol buffer. */
function field(number, bytes) {
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

function dynamicField(number, value) {
  const parts = [];
  pack(parts, value);
  return field(number, field(1, Buffer.concat(parts)));
}

function* fieldsOf(buffer) {
  let at = 0;
  const read = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = buffer[at++];
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < buffer.length) {
    const tag = read();
    const value = read();
    if (tag % 8 === 0) yield [Math.floor(tag / 8), value];
    else {
      yield [Math.floor(tag / 8), buffer.subarray(at, at + value)];
      at += value;
    }
  }
}

/** Names along an attribute path; indexes are left out. */
function pathOf(bytes) {
  const names = [];
  for (const [, step] of fieldsOf(bytes)) for (const [number, value] of fieldsOf(step)) if (number === 1) names.push(value.toString());
  return names.join(".");
}

function errorsOf(diagnostic) {
  const found = new Map(fieldsOf(diagnostic));
  return found.get(1) === 1 ? [String(found.get(2) ?? "")] : [];
}

/** MessagePack, as far as the protocol uses it. */
function pack(parts, value) {
  const sized = (code, size) => {
    const head = Buffer.alloc(5);
    head[0] = code;
    head.writeUInt32BE(size, 1);
    parts.push(head);
  };
  if (value === null || value === undefined) parts.push(Buffer.from([0xc0]));
  else if (value === unknown) parts.push(Buffer.from([0xd4, 0, 0]));
  else if (typeof value === "boolean") parts.push(Buffer.from([value ? 0xc3 : 0xc2]));
  else if (typeof value === "number") {
    const bytes = Buffer.alloc(9);
    bytes[0] = 0xcb;
    bytes.writeDoubleBE(value, 1);
    parts.push(bytes);
  } else if (typeof value === "string") {
    sized(0xdb, Buffer.byteLength(value));
    parts.push(Buffer.from(value));
  } else if (Array.isArray(value)) {
    sized(0xdd, value.length);
    for (const item of value) pack(parts, item);
  } else {
    const entries = Object.entries(value);
    sized(0xdf, entries.length);
    for (const [name, member] of entries) {
      pack(parts, name);
      pack(parts, member);
    }
  }
}

function unpack(buffer) {
  let at = 0;
  const unsigned = (size) => {
    const value = size === 8 ? Number(buffer.readBigUInt64BE(at)) : buffer.readUIntBE(at, size);
    at += size;
    return value;
  };
  const signed = (size) => {
    const value = size === 8 ? Number(buffer.readBigInt64BE(at)) : buffer.readIntBE(at, size);
    at += size;
    return value;
  };
  const text = (size) => {
    at += size;
    return buffer.toString("utf8", at - size, at);
  };
  const list = (size) => Array.from({ length: size }, () => value());
  const map = (size) => Object.fromEntries(Array.from({ length: size }, () => [value(), value()]));
  const extension = (size) => {
    at += size + 1;
    return unknown;
  };
  const float = (size) => {
    at += size;
    return size === 4 ? buffer.readFloatBE(at - size) : buffer.readDoubleBE(at - size);
  };
  const constants = new Map([
    [0xc0, null],
    [0xc2, false],
    [0xc3, true],
  ]);
  /** By first code: how many codes follow each other, each for twice the size of the one before, and how such a value is read. */
  const readers = [
    [0xc7, 3, (size) => extension(unsigned(size))],
    [0xca, 2, (size) => float(size * 4)],
    [0xcc, 4, unsigned],
    [0xd0, 4, signed],
    [0xd4, 5, extension],
    [0xd9, 3, (size) => text(unsigned(size))],
    [0xdc, 2, (size) => list(unsigned(size * 2))],
    [0xde, 2, (size) => map(unsigned(size * 2))],
  ];
  function value() {
    const code = buffer[at++];
    if (code < 0x80) return code;
    if (code < 0x90) return map(code - 0x80);
    if (code < 0xa0) return list(code - 0x90);
    if (code < 0xc0) return text(code - 0xa0);
    if (code >= 0xe0) return code - 0x100;
    if (constants.has(code)) return constants.get(code);
    const reader = readers.find(([first, count]) => code >= first && code < first + count);
    if (reader === undefined) throw new Error(`MessagePack with the code ${code}`);
    return reader[2](2 ** (code - reader[0]));
  }
  return value();
}
