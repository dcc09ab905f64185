/** Look-ups of machine images (AMIs and their kin) whose answer changes without a change of the code. */
import type { Place } from "../model/place.ts";
import type { ConfiguredResource } from "../model/terraform-module.ts";
import type { Value } from "../model/value.ts";
import { argument, blocksOf, booleanOf, pathText, placeOfPath, type Step, textOf } from "./configured.ts";

export interface FloatingImage {
  readonly reason: "most-recent" | "family" | "latest-version" | "latest-parameter";
  /** What the code names: a family, a parameter, a publisher's offer. Empty: nothing more than the address. */
  readonly image: string;
  readonly attribute: string;
  readonly place: Place;
}

/** Every floating look-up of a resource or data source. */
export function floatingImages(resource: ConfiguredResource): readonly FloatingImage[] {
  return resource.block.mode === "data" ? ofDataSource(resource) : ofResource(resource);
}

/** Data sources that answer with the newest of what they find, and the argument that says so. */
const newestOf: ReadonlyMap<string, string> = new Map([
  ["aws_ami", "most_recent"],
  ["hcloud_image", "most_recent"],
  ["openstack_images_image_v2", "most_recent"],
  ["scaleway_instance_image", "latest"],
  ["alicloud_images", "most_recent"],
  ["outscale_image", "most_recent"],
]);

function ofDataSource(resource: ConfiguredResource): readonly FloatingImage[] {
  const { block, values } = resource;
  const newest = newestOf.get(block.type);
  if (newest !== undefined) return booleanOf(values, newest) === true ? [at(resource, "most-recent", "", [newest])] : [];
  switch (block.type) {
    case "google_compute_image": {
      const family = textOf(values, "family");
      if (argument(values, "name") !== undefined) return [];
      return family !== undefined ? [at(resource, "family", family, ["family"])] : mostRecent(resource);
    }
    case "azurerm_shared_image_version": {
      const name = textOf(values, "name") ?? "";
      return name === "latest" || name === "recent" ? [at(resource, "latest-version", textOf(values, "image_name") ?? "", ["name"])] : [];
    }
    case "azurerm_platform_image":
      return argument(values, "version") === undefined ? [at(resource, "latest-version", textOf(values, "offer") ?? "", [])] : [];
    case "aws_ssm_parameter": {
      const name = textOf(values, "name") ?? "";
      return isImageParameter(name) ? [at(resource, "latest-parameter", name, ["name"])] : [];
    }
    default:
      return [];
  }
}

function mostRecent(resource: ConfiguredResource): readonly FloatingImage[] {
  return booleanOf(resource.values, "most_recent") === true ? [at(resource, "most-recent", "", ["most_recent"])] : [];
}

/** AWS's own parameters that point at the newest image. https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html */
function isImageParameter(name: string): boolean {
  if (!name.startsWith("/aws/service/")) return false;
  const image =
    name.includes("ami") ||
    name.endsWith("image_id") ||
    name.includes("/ubuntu/") ||
    name.includes("/debian/") ||
    name.includes("bottlerocket");
  return image && (name.includes("latest") || name.includes("recommended") || name.includes("/current/"));
}

const imageArguments = ["ami", "image_id"];

function ofResource(resource: ConfiguredResource): readonly FloatingImage[] {
  const { type } = resource.block;
  if (type.startsWith("aws_")) return ofAws(resource);
  if (type.startsWith("azurerm_")) return ofAzure(resource);
  return type.startsWith("google_compute_") ? ofGoogle(resource) : [];
}

/** A launch template may name a parameter that EC2 looks up at every launch; `:3` at its end pins it. */
function ofAws(resource: ConfiguredResource): readonly FloatingImage[] {
  return imageArguments.flatMap((name) => {
    const value = textOf(resource.values, name);
    if (value === undefined || !value.startsWith("resolve:ssm:")) return [];
    const parameter = value.slice("resolve:ssm:".length);
    return parameter.includes(":") ? [] : [at(resource, "latest-parameter", parameter, [name])];
  });
}

const azureReferences = ["source_image_reference", "storage_image_reference", "image_reference", "storage_profile_image_reference"];

function ofAzure(resource: ConfiguredResource): readonly FloatingImage[] {
  const found: FloatingImage[] = [];
  for (const name of azureReferences) {
    for (const [index, reference] of blocksOf(resource.values, name).entries()) {
      if (textOf(reference, "version")?.toLowerCase() !== "latest") continue;
      const image = [textOf(reference, "offer"), textOf(reference, "sku")].filter((part) => part !== undefined).join(" ");
      found.push(at(resource, "latest-version", image, [name, index, "version"]));
    }
  }
  const id = textOf(resource.values, "source_image_id");
  const lower = id?.toLowerCase() ?? "";
  // An id of a gallery's image without a version means the newest.
  if (id !== undefined && lower.includes("/galleries/") && !lower.includes("/versions/")) {
    found.push(at(resource, "latest-version", id.slice(id.lastIndexOf("/") + 1), ["source_image_id"]));
  }
  return found;
}

function ofGoogle(resource: ConfiguredResource): readonly FloatingImage[] {
  const found: FloatingImage[] = [];
  for (const [path, value] of googleImages(resource.values)) {
    if (isFamily(value)) found.push(at(resource, "family", value, path));
  }
  return found;
}

function* googleImages(values: Value): Generator<readonly [readonly Step[], string], void, undefined> {
  for (const [index, disk] of blocksOf(values, "boot_disk").entries()) {
    for (const [inner, parameters] of blocksOf(disk, "initialize_params").entries()) {
      const image = textOf(parameters, "image");
      if (image !== undefined) yield [["boot_disk", index, "initialize_params", inner, "image"], image];
    }
  }
  for (const [index, disk] of blocksOf(values, "disk").entries()) {
    const image = textOf(disk, "source_image");
    if (image !== undefined) yield [["disk", index, "source_image"], image];
  }
  const image = textOf(values, "image");
  if (image !== undefined) yield [["image"], image];
}

/** Google's public projects name their images `…-v20260115`; what has no date there is a family. */
const publicProjects = [
  "debian-cloud",
  "ubuntu-os-cloud",
  "ubuntu-os-pro-cloud",
  "centos-cloud",
  "cos-cloud",
  "rocky-linux-cloud",
  "rhel-cloud",
  "rhel-sap-cloud",
  "sles-cloud",
  "suse-cloud",
  "opensuse-cloud",
  "fedora-coreos-cloud",
  "windows-cloud",
  "windows-sql-cloud",
  "almalinux-cloud",
  "deeplearning-platform-release",
];

function isFamily(image: string): boolean {
  if (image.includes("/family/") || image.startsWith("family/")) return true;
  const isPublic = publicProjects.some((project) => image.startsWith(`${project}/`) || image.includes(`/${project}/`));
  return isPublic && !/-v?[0-9]{8}/.test(image.slice(-200)) && !image.includes("/images/");
}

function at(resource: ConfiguredResource, reason: FloatingImage["reason"], image: string, path: readonly Step[]): FloatingImage {
  return { reason, image, attribute: pathText(path.filter((step) => typeof step === "string")), place: placeOfPath(resource, path) };
}
