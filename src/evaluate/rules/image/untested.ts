/** Rule: an image is tested before it is used, and the bake writes down what it made. */
import type { Observation } from "../../../model/finding.ts";
import type { PackerPart, PackerTemplate } from "../../../model/packer-template.ts";
import type { Place } from "../../../model/place.ts";
import { programOf, shellCommands } from "../../../model/shell-command.ts";
import type { Side } from "../../../model/subject.ts";
import { endsIn, namedPath } from "../../named-path.ts";
import type { ConfigurationRule } from "../../rule.ts";

export const untestedImage: ConfigurationRule = {
  on: "configuration",
  id: "image/untested",
  level: "warn",
  page: {
    title: "Images are tested and recorded",
    why:
      "Servers are replaced by images, so a broken image breaks every server at once. A test inside the bake (Serverspec, InSpec, goss, testinfra, bats) stops it before it has a name. " +
      "The manifest post-processor writes down which image came out of which run, so that a release uses that one and no other.",
    bad: 'build {\n  sources = ["source.amazon-ebs.web"]\n\n  provisioner "shell" {\n    script = "install.sh"\n  }\n}',
    good: 'build {\n  sources = ["source.amazon-ebs.web"]\n\n  provisioner "shell" {\n    script = "install.sh"\n  }\n\n  provisioner "shell" {\n    inline = ["cd /tmp/spec && rspec"]\n  }\n\n  post-processor "manifest" {\n    output = "manifest.json"\n  }\n}',
  },
  reasons: {
    "no-test": {
      message: "`{template}` bakes an image and never tests it: what is broken in it is found when it runs",
      remedy: "Add a last provisioner that tests the image (Serverspec, InSpec, goss, testinfra or bats) and fails the bake.",
    },
    "no-manifest": {
      message: "`{template}` does not record what it baked: a release has to guess which image came out",
      remedy: "Add the post-processor `manifest` as the last step.",
    },
  },
  *judge(side) {
    const testedOutside = side.scripts.some((script) => script.steps.some((step) => step.kind === "command" && isTest(step.words)));
    for (const bake of bakesOf(side.packer)) {
      if (!testedOutside && !bake.provisioners.concat(bake.postProcessors).some((part) => tests(part, side)))
        yield observed(bake, "no-test");
      if (!bake.postProcessors.some((part) => part.type === "manifest")) yield observed(bake, "no-manifest");
    }
  },
};

/** What is baked together: a JSON template alone, the HCL files of one folder as one. */
interface Bake {
  readonly template: string;
  readonly place: Place;
  readonly provisioners: readonly PackerPart[];
  readonly postProcessors: readonly PackerPart[];
}

function bakesOf(templates: readonly PackerTemplate[]): readonly Bake[] {
  const groups = new Map<string, PackerTemplate[]>();
  for (const template of templates) {
    const key = template.format === "json" ? template.path : `${template.path.slice(0, template.path.lastIndexOf("/") + 1)}*`;
    groups.set(key, [...(groups.get(key) ?? []), template]);
  }
  return [...groups.values()].flatMap((group) => {
    const owner = group.find((template) => template.builders.length > 0) ?? group.find((template) => template.provisioners.length > 0);
    const first = owner?.builders[0] ?? owner?.provisioners[0];
    if (owner === undefined || first === undefined) return [];
    return {
      template: owner.path,
      place: { ...first.place, endLine: first.place.line },
      provisioners: group.flatMap((template) => template.provisioners),
      postProcessors: group.flatMap((template) => template.postProcessors),
    };
  });
}

function observed(bake: Bake, reason: string): Observation {
  return { reason, place: bake.place, address: null, attribute: null, evidence: { template: bake.template }, identity: reason };
}

/** Provisioners that are tests by themselves. */
const testProvisioners = new Set(["inspec", "goss", "serverspec", "testinfra", "pester", "cinc-auditor"]);

/** A string longer than this is no test's name and is not looked through for commands. */
const textLimit = 100_000;

function tests(part: PackerPart, side: Side): boolean {
  if (testProvisioners.has(part.type)) return true;
  return part.strings.some(({ value }) => value.length <= textLimit && (runsTest(value) || scriptTests(value, side)));
}

function runsTest(text: string): boolean {
  return shellCommands(text).some((command) => isTest(command.words));
}

const testPrograms = new Set([
  "rspec",
  "serverspec",
  "inspec",
  "cinc-auditor",
  "goss",
  "dgoss",
  "testinfra",
  "py.test",
  "pytest",
  "bats",
  "invoke-pester",
  "container-structure-test",
  "kitchen",
]);

function isTest(words: readonly string[]): boolean {
  const program = programOf(words);
  if (program === "kitchen") return words.includes("test") || words.includes("verify");
  if (testPrograms.has(program)) return true;
  if (program === "rake" || program === "make")
    return words.slice(1, 20).some((word) => word === "spec" || word.startsWith("spec:") || word === "serverspec");
  const module = words[1] === "-m" ? words[2] : undefined;
  return program.startsWith("python") && (module === "pytest" || module === "testinfra");
}

/** A script of the repository that the template names and that runs a test. */
function scriptTests(value: string, side: Side): boolean {
  const tail = namedPath(value);
  if (!tail.includes(".")) return false;
  return side.scripts.some(
    (script) => endsIn(script.path, tail) && script.steps.some((step) => step.kind === "command" && isTest(step.words)),
  );
}
