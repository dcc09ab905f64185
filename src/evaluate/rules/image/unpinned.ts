/** Rule: the code names exactly one image, so that a new one is a change that somebody reviews. */
import type { ImageReference } from "../../../model/automation.ts";
import type { Evidence, Observation } from "../../../model/finding.ts";
import type { PackerTemplate } from "../../../model/packer-template.ts";
import type { Side } from "../../../model/subject.ts";
import type { ConfiguredResource } from "../../../model/terraform-module.ts";
import { textOf } from "../../configured.ts";
import { type ContainerImage, containerImages } from "../../container-images.ts";
import { type Pinning, pinningOf, withoutDigest } from "../../image-reference.ts";
import { floatingImages } from "../../machine-images.ts";
import { shown } from "../../partial-text.ts";
import type { ConfigurationRule } from "../../rule.ts";

const digestRemedy =
  "Name the image by its digest, `{name}@sha256:…`, and let the release step (or Renovate) change it in a reviewed commit.";

export const unpinnedImage: ConfigurationRule = {
  on: "configuration",
  id: "image/unpinned",
  level: "block",
  page: {
    title: "Images are pinned",
    why:
      'An image that is looked up by "most recent", a family, `latest` or a tag can be another one tomorrow, with no change of the code: two servers from one commit differ, a rollback brings back ' +
      "whatever the name points at now, and an unrelated apply replaces the fleet. Name the AMI by its id, the machine image by its version and the container by its digest; then a new image is one " +
      "changed line. Base images in Dockerfiles and sources in Packer templates weigh less: what is built from them is fixed once it is built, but two builds of one commit may differ.",
    bad: 'data "aws_ami" "web" {\n  most_recent = true\n  owners      = ["self"]\n\n  filter {\n    name   = "name"\n    values = ["web-*"]\n  }\n}',
    good: '# images.auto.tfvars, changed by the bake in a pull request of its own:\n#   web_ami = "ami-0b2c4d6e8f0a1b2c3"\nvariable "web_ami" {\n  type = string\n}',
  },
  reasons: {
    "most-recent": {
      message: "`{address}` takes the newest image that matches: the next apply may replace servers although the code did not change",
      remedy:
        "Name the image by its id in a variable (the bake writes it, a reviewer sees it), or filter for one exact name and drop `most_recent`.",
    },
    family: {
      message:
        "`{address}` takes the newest image of the family `{image}`: the next apply may bring another one although the code did not change",
      remedy: "Name one image of the family (`…-v20260115`), and change the name when the bake makes a new one.",
    },
    "latest-version": {
      message: "`{address}` takes the latest version of its image: the next server may be another one although the code did not change",
      remedy: "Write the exact version, and change it when the bake makes a new one.",
    },
    "latest-parameter": {
      message: "`{address}` takes whatever image `{image}` points at: the next server may be another one although the code did not change",
      remedy: "Name the image by its id in a variable, and change it when the bake makes a new one.",
    },
    latest: {
      message: "`{user}` runs `{image}`, a tag that moves: a restart may bring another version that nobody reviewed",
      remedy: digestRemedy,
    },
    untagged: {
      message: "`{user}` runs `{image}` without a tag, which means `latest`: a restart may bring another version that nobody reviewed",
      remedy: digestRemedy,
    },
    tag: {
      message: "`{user}` runs `{image}` by its tag, which can be pushed again: a restart may bring something else under the same name",
      remedy: digestRemedy,
    },
    "service-tag": {
      message: "`{user}` in `{file}` runs `{image}` by its tag, which can be pushed again",
      remedy: digestRemedy,
      level: "warn",
    },
    unsettled: {
      message: "Which image `{user}` runs depends on {missing}, which the code does not settle",
      remedy: "Hand in an image by digest, or give the variable a default that is one.",
      level: "info",
    },
    "base-latest": {
      message: "`{file}` builds on `{image}`, a tag that moves: two builds of one commit may differ",
      remedy: "Name the base by its digest, `{name}@sha256:…`; Renovate or Dependabot keeps it fresh in reviewed commits.",
    },
    "base-untagged": {
      message: "`{file}` builds on `{image}` without a tag, which means `latest`: two builds of one commit may differ",
      remedy: "Name the base by tag and digest, `{name}:<tag>@sha256:…`; Renovate or Dependabot keeps it fresh in reviewed commits.",
    },
    "base-tag": {
      message: "`{file}` builds on `{image}` by its tag, which can be pushed again: two builds of one commit may differ",
      remedy: "Add the digest, `{name}@sha256:…`; Renovate or Dependabot keeps it fresh in reviewed commits.",
      level: "warn",
    },
    "bake-source": {
      message: "The template bakes on the newest base image that matches: two bakes of one commit may differ",
      remedy: "Name the source image by its id, or filter for one exact name, and change it in a reviewed commit.",
      level: "warn",
    },
  },
  *judge(side) {
    for (const resource of side.resources) {
      for (const floating of floatingImages(resource)) {
        const { reason, attribute, place } = floating;
        yield {
          reason,
          attribute: attribute === "" ? null : attribute,
          place,
          address: resource.block.address,
          evidence: floating.image === "" ? {} : { image: floating.image },
        };
      }
      if (resource.block.mode === "managed") yield* judgeContainers(resource, side);
    }
    for (const image of side.images) yield* judgeReference(image);
    for (const template of side.packer) yield* judgeTemplate(template);
  },
};

function* judgeContainers(resource: ConfiguredResource, side: Side): Generator<Observation, void, undefined> {
  const user = resource.block.address;
  for (const image of containerImages(resource, side)) {
    const pinning = pinningOf(image.reference);
    if (pinning === "digest" || (pinning === "tag" && tagsAreFixed(image, resource, side))) continue;
    // A name of an image that another resource pulls: `docker_image.web.image_id` is judged there.
    if (pinning === "unsettled" && !image.missing.some(isInput)) continue;
    const evidence =
      pinning === "unsettled" ? { user, missing: [...new Set(image.missing)].slice(0, 3) } : { user, ...namesOf(image.reference) };
    yield { reason: pinning, place: image.place, address: user, attribute: image.attribute, evidence };
  }
}

/** Something that is handed in from outside the code. */
function isInput(name: string): boolean {
  return name.startsWith("var.") || name === "the template";
}

function namesOf(reference: string): Evidence {
  const image = shown(reference);
  return { image, name: withoutDigest(image) };
}

/** The image lies in an ECR repository of this configuration whose tags cannot be pushed again. */
function tagsAreFixed(image: ContainerImage, resource: ConfiguredResource, side: Side): boolean {
  return image.missing.some((name) =>
    side.resources.some(
      (other) =>
        other.block.type === "aws_ecr_repository" &&
        other.block.address === name &&
        other.moduleDir === resource.moduleDir &&
        textOf(other.values, "image_tag_mutability") === "IMMUTABLE",
    ),
  );
}

function* judgeReference(image: ImageReference): Generator<Observation, void, undefined> {
  const pinning = image.unsettled.length > 0 && !image.reference.includes("@sha256:") ? "unsettled" : pinningOf(image.reference);
  const reason = reasonOf(image, pinning);
  if (reason === null) return;
  const evidence =
    pinning === "unsettled" ? { user: image.user, missing: image.unsettled } : { user: image.user, ...namesOf(image.reference) };
  yield { reason, place: image.place, address: null, attribute: null, evidence, identity: `${reason} ${image.reference}` };
}

/** A Dockerfile's base is fixed by the build; a compose file runs mostly on a developer's machine; a manifest's workload runs for everybody. */
function reasonOf(image: ImageReference, pinning: Pinning): string | null {
  if (pinning === "digest") return null;
  if (image.use === "base") return pinning === "unsettled" ? null : `base-${pinning}`;
  return image.use === "service" && pinning === "tag" ? "service-tag" : pinning;
}

function* judgeTemplate(template: PackerTemplate): Generator<Observation, void, undefined> {
  for (const builder of template.builders) {
    for (const { path, value, place } of builder.strings) {
      const name = path.slice(path.lastIndexOf(".") + 1);
      const common = { place, address: null, attribute: path };
      if (isNewest(name, value)) yield { ...common, reason: "bake-source", evidence: { builder: builder.type } };
      if (builder.type !== "docker" || name !== "image") continue;
      const pinning = pinningOf(value.includes("{{") ? value.replaceAll("{{", "$") : value);
      if (pinning !== "digest" && pinning !== "unsettled") yield { ...common, reason: `base-${pinning}`, evidence: namesOf(value) };
    }
  }
}

/** Arguments of builders that ask for the newest source image. */
function isNewest(name: string, value: string): boolean {
  if (name === "most_recent") return value === "true";
  return name === "image_version" ? value.toLowerCase() === "latest" : name === "source_image_family" && value !== "";
}
