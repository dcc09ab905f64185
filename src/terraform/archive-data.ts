/** `archive_file`: the bytes of its archive are not known, but it is another one exactly when what is packed is something else. */
import type { Value } from "../model/value.ts";
import { sha256Hex } from "./digest.ts";
import { argumentOf, pathArgument, type ReadingData } from "./reading-data.ts";
import { fileNameOf, pathsBetween } from "./repository-path.ts";
import { unknownBecause } from "./unknowns.ts";
import { isCollection, stringValue } from "./values.ts";

/** Arguments that decide what is packed, and how; not where the archive is put. */
const packing = ["type", "output_file_mode", "source", "source_content", "source_content_filename", "exclude_symlink_directories"];

/** What is packed, as a value that differs exactly where the archive does; unknown where files that are not in the tree may be in it. */
export function archiveContent(data: ReadingData): Value {
  const entries = new Map<string, Value>();
  for (const name of packing) {
    const value = argumentOf(data, name);
    if (value !== null) entries.set(name, value);
  }
  if (argumentOf(data, "source_file") !== null) entries.set("file", packedFile(data));
  if (argumentOf(data, "source_dir") !== null) entries.set("dir", packedDirectory(data));
  return { kind: "object", entries };
}

/** Other contents may have the same size. */
export function archiveSize(data: ReadingData): Value {
  return unknownBecause("unsupported", `${data.address}.output_size`, [archiveContent(data)]);
}

/** It is packed under the last part of its name. */
function packedFile(data: ReadingData): Value {
  const path = pathArgument(data, "source_file");
  const id = path === null ? null : (data.scope.run.files.id?.(path) ?? null);
  return path === null || id === null ? missing(data) : stringValue(`${fileNameOf(path)} ${id}`);
}

function packedDirectory(data: ReadingData): Value {
  const dir = pathArgument(data, "source_dir");
  const { below, id } = data.scope.run.files;
  const paths = dir === null || below === null ? [] : below(dir);
  if (dir === null || id === null || paths.length === 0) return missing(data);
  const names = pathsBetween(dir, paths);
  const listed = stringValue(sha256Hex(paths.map((path, at) => `${names[at]}\0${id(path)}`).join("\n")));
  const excludes = argumentOf(data, "excludes");
  if (excludes === null || (isCollection(excludes) && excludes.items.length === 0)) return listed;
  // What differs may be among what is left out.
  return unknownBecause("unsupported", `${data.address}.output_sha256`, [listed, excludes]);
}

/** A build may put it there. */
function missing(data: ReadingData): Value {
  return unknownBecause("missing", `${data.address}.output_sha256`);
}
