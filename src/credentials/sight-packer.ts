/** Hard-coded credentials in Packer templates: communicators and builders, variables, and the environment of provisioners. */
import type { PackerPart, PackerTemplate } from "../model/packer-template.ts";
import type { Place } from "../model/place.ts";
import { Secret, type Sighting } from "../model/sighting.ts";
import { literalKind } from "./literal-kind.ts";
import { nameOfSecret } from "./name-of-secret.ts";
import type { Sink, SinkCatalogue } from "./sinks.ts";

export function sightPacker(template: PackerTemplate, sinks: SinkCatalogue): readonly Sighting[] {
  const sightings: Sighting[] = [];
  for (const part of [...template.builders, ...template.provisioners, ...template.postProcessors])
    sightings.push(...sightPart(part, sinks));
  for (const variable of template.variables) {
    const sink = sinks.ofName(variable.name);
    if (sink !== null && variable.default !== null)
      push(sightings, variable.default, { ...sink, strength: "named" }, variable.place, `var.${variable.name}`, variable.name);
  }
  return sightings;
}

/** A variables file for Packer (`{"ssh_password": "…"}`), by the names of its keys. */
export function sightPackerVariables(
  values: readonly { readonly name: string; readonly value: string; readonly place: Place }[],
  sinks: SinkCatalogue,
): readonly Sighting[] {
  const sightings: Sighting[] = [];
  for (const { name, value, place } of values) {
    const sink = sinks.ofName(name);
    if (sink !== null) push(sightings, value, { ...sink, strength: "named" }, place, `var.${name}`, name);
  }
  return sightings;
}

function sightPart(part: PackerPart, sinks: SinkCatalogue): readonly Sighting[] {
  const sightings: Sighting[] = [];
  for (const { path, value, place } of part.strings) {
    const names = path.split(/[.[\]"]+/).filter((name) => name !== "" && !/^\d+$/.test(name));
    const sink = sinks.ofName(names.at(-1) ?? "");
    if (sink !== null) push(sightings, value, sink, place, part.type, names.join("."));
    if (names.at(-1) === "environment_vars" || names.at(-1) === "env") {
      const [, name = "", text = ""] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(value) ?? [];
      const variable = sinks.ofName(name);
      if (variable !== null)
        push(
          sightings,
          text.replace(/^(['"])([\s\S]*)\1$/, "$2"),
          { ...variable, strength: "named" },
          place,
          part.type,
          `environment_vars.${name}`,
        );
    }
  }
  return sightings;
}

function push(sightings: Sighting[], text: string, sink: Sink, place: Place, address: string, attribute: string): void {
  const kind = literalKind(text);
  if (kind === "reference" || kind === "nothing") return;
  if (sink.strength === "named" && nameOfSecret(text)) return;
  sightings.push({
    kind: kind === "placeholder" ? "placeholder" : "hard-coded",
    what: sink.what,
    place,
    address,
    attribute,
    way: [address.endsWith(attribute) ? address : `${address}.${attribute}`],
    secret: new Secret(text),
  });
}
