/** Realistic reviews, written by hand: what the renderers are looked at and tested with. */
import type { Finding } from "../../src/model/finding.ts";
import type { JudgedChange } from "../../src/model/resource-change.ts";
import type { Review } from "../../src/model/review.ts";
import { attribute, cause, change, finding, project, review, sentence } from "./build.ts";

const WEB = "terraform/ap-northeast-1/webserver";
const main = (line: number, endLine = line) => ({ file: `${WEB}/main.tf`, line, endLine });

const IN_PLACE = sentence("A server is replaced, never changed. Change the image or the launch template, or add `replace_triggered_by`.");

function resized(index: number): Finding {
  const address = `aws_instance.web[${index}]`;
  return finding(
    "immutable/in-place-update",
    "block",
    sentence("{address} would be changed in place: {attribute} is part of what the server is", { address, attribute: "instance_type" }),
    IN_PLACE,
    { address, attribute: "instance_type", place: main(31), project: WEB },
  );
}

function resizedChange(index: number): JudgedChange {
  return change(`aws_instance.web[${index}]`, "update", {
    verdict: "mutation",
    attributes: [attribute("instance_type", "t3.micro", "t3.large")],
    place: main(25, 48),
  });
}

function rolled(address: string, more: Partial<JudgedChange> = {}): JudgedChange {
  return change(address, "replace", {
    verdict: "roll",
    order: "create-first",
    because: [cause("attribute", "ami")],
    attributes: [
      attribute("ami", "ami-0a1b2c3d4e5f60718", "ami-0b2c3d4e5f6071829", { forcesReplacement: true }),
      attribute("arn", `arn:${address}`, null, { unknown: true }),
      attribute("id", `i-${address.length}`, null, { unknown: true }),
      attribute("private_ip", `10.0.0.${address.length}`, null, { unknown: true }),
      attribute("public_ip", "54.1.2.3", null, { unknown: true }),
    ],
    place: main(50, 70),
    ...more,
  });
}

const api = [0, 1, 2].map((index) => rolled(`aws_instance.api[${index}]`));
const attachments = [0, 1, 2].map((index) =>
  change(`aws_volume_attachment.api[${index}]`, "replace", {
    verdict: "roll",
    order: "destroy-first",
    because: [cause("upstream", "instance_id", `aws_instance.api[${index}]`)],
    attributes: [attribute("instance_id", `i-0${index}`, null, { unknown: true, forcesReplacement: true })],
  }),
);
const worker = [
  change("aws_launch_configuration.worker", "replace", {
    verdict: "roll",
    order: "create-first",
    because: [cause("attribute", "image_id", "data.aws_ami.base")],
    attributes: [attribute("image_id", "ami-0a1b2c3d4e5f60718", "ami-0b2c3d4e5f6071829", { forcesReplacement: true })],
  }),
  change("aws_autoscaling_group.worker", "replace", {
    verdict: "roll",
    order: "create-first",
    because: [cause("upstream", "name", "aws_launch_configuration.worker")],
    attributes: [attribute("name", "worker-1", null, { unknown: true, forcesReplacement: true })],
  }),
];
const group = change("aws_security_group.web", "replace", {
  verdict: "roll",
  order: "destroy-first",
  because: [cause("attribute", "description")],
  attributes: [attribute("description", "web", "web servers", { forcesReplacement: true })],
});
const database = change("aws_db_instance.main", "replace", {
  verdict: "stateful-loss",
  order: "destroy-first",
  because: [cause("attribute", "storage_encrypted")],
  attributes: [
    attribute("password", null, null, { sensitive: true }),
    attribute("storage_encrypted", false, true, { forcesReplacement: true }),
  ],
  place: main(90, 110),
});
const userData = change("aws_launch_template.worker", "update", {
  verdict: "pointer-roll",
  attributes: [
    attribute(
      "user_data",
      "#!/bin/sh\nset -e\n/opt/app/start --port 80\necho ready\n",
      "#!/bin/sh\nset -eu\n/opt/app/start --port 8080\necho ready\necho done\n",
    ),
  ],
});
const quiet = Array.from({ length: 57 }, (_, index) => change(`aws_route53_record.host[${index}]`, "no-op"));
const others = [
  change("aws_instance.bastion", "update", { verdict: "tolerated", attributes: [attribute('tags["Owner"]', "web", "platform")] }),
  change("aws_route53_record.www", "update", { verdict: "tolerated", attributes: [attribute("ttl", 300, 60)] }),
  change("aws_cloudwatch_metric_alarm.cpu", "create"),
  change("aws_iam_role.worker", "create"),
  change("aws_eip.old", "delete"),
  change('module.network["eu"].aws_subnet.a', "move", { previousAddress: "aws_subnet.a" }),
  change("aws_instance.batch", "undecided", {
    verdict: "undecided",
    possible: ["replace", "update"],
    doubts: [{ kind: "unknown-value", path: "instance_type", subject: "var.size" }],
    attributes: [attribute("instance_type", "t3.micro", null, { unknown: true })],
  }),
];

const password = finding(
  "credentials/hard-coded",
  "block",
  sentence("A {what} stands in the code ({length} characters, fingerprint {hash})", {
    what: "password",
    length: 9,
    hash: "5f0c1d2e3f4a",
    way: [`${WEB}/prod.tfvars:3`, "var.db_password", "aws_db_instance.main.password"],
  }),
  sentence("Rotate it, then use `password_wo` with an ephemeral secret, or `manage_master_user_password = true`."),
  { place: { file: `${WEB}/prod.tfvars`, line: 3, endLine: 3 }, address: "aws_db_instance.main", attribute: "password" },
);
const lost = finding(
  "immutable/stateful-loss",
  "block",
  sentence("{address} holds data and would be destroyed and made anew", { address: "aws_db_instance.main" }),
  sentence("Take a snapshot and restore it into a new instance beside this one, or leave {attribute} as it is.", {
    attribute: "storage_encrypted",
  }),
  { address: "aws_db_instance.main", attribute: "storage_encrypted", place: main(90, 110), project: WEB },
);
const destroyFirst = finding(
  "immutable/destroy-first",
  "warn",
  sentence("{address} is destroyed before its successor is there: traffic stops in between", { address: "aws_security_group.web" }),
  sentence("Set `create_before_destroy = true` in its `lifecycle` block and use `name_prefix`."),
  { address: "aws_security_group.web", place: main(75), project: WEB },
);
const unpinned = finding(
  "supply/unpinned",
  "warn",
  sentence("Module {module} is not pinned to a version", { module: "network" }),
  sentence("Give `version` an exact number."),
  { place: main(4) },
);
const standing = finding(
  "immutable/provisioner",
  "block",
  sentence("{address} is changed after its birth by a `remote-exec` provisioner", { address: "aws_instance.legacy" }),
  sentence("Bake what it does into the image."),
  { address: "aws_instance.legacy", place: main(120, 128), introduced: false },
);
const exempted = finding(
  "immutable/in-place-update",
  "block",
  sentence("{address} would be changed in place: {attribute} is part of what the server is", {
    address: "aws_instance.vpn",
    attribute: "instance_type",
  }),
  IN_PLACE,
  {
    address: "aws_instance.vpn",
    attribute: "instance_type",
    place: main(140),
    exemption: { id: "legacy-vpn", reason: "appliance without an image pipeline, OPS-12", approvedBy: "alice", expires: "2027-01-31" },
  },
);

function byAddress(changes: readonly JudgedChange[]): JudgedChange[] {
  return [...changes].sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** Two servers resized, a password in the code, a database lost, three servers and a group that roll. */
export const blocked: Review = review("block", {
  projects: [
    project(
      WEB,
      byAddress([resizedChange(0), resizedChange(1), ...api, ...attachments, ...worker, group, database, userData, ...others, ...quiet]),
    ),
  ],
  findings: [resized(0), resized(1), password, lost, destroyFirst, unpinned, standing, exempted],
});

/** The same in advisory mode. */
export const advisory: Review = { ...blocked, mode: "advisory" };

/** A new image, and nothing else. */
export const rolls: Review = review("pass", {
  projects: [
    project(WEB, byAddress([...[0, 1, 2].map((index) => rolled(`aws_instance.web[${index}]`)), ...quiet.slice(0, 12)]), {
      origin: "terraform",
    }),
  ],
  plans: [{ project: WEB, digest: "ab".repeat(32), terraform: "1.11.4" }],
});

/** Documents only. */
export const nothing: Review = review("pass");

export const noChanges: Review = review("pass", { projects: [project("terraform/dev", quiet), project("terraform/prod", quiet)] });

export const warned: Review = review("warn", {
  projects: [project(WEB, byAddress([group, ...quiet.slice(0, 3)]))],
  findings: [destroyFirst, unpinned],
});

/** A syntax error, and a server resized in what could be read. */
export const failed: Review = review("error", {
  projects: [project(WEB, [resizedChange(0)])],
  findings: [
    finding(
      "review/syntax-error",
      "block",
      sentence("{file} cannot be read: {message}", {
        file: `${WEB}/broken.tf`,
        message: "Invalid block definition; Either a quoted string block label or an opening brace is expected here.",
      }),
      sentence("Run `terraform validate` and mend the file."),
      { place: { file: `${WEB}/broken.tf`, line: 7, endLine: 7 } },
    ),
    resized(0),
  ],
  unread: [{ file: "images/photo.bin", reason: "binary" }],
});

export const scanned: Review = review("block", {
  kind: "scan",
  subject: { repository: "webserver", base: null, head: null, pullRequest: null, blobUrl: null, baseName: null, headName: null },
  findings: [password],
});

/** Names and values made to break every medium. */
export const NASTY: readonly string[] = [
  "`",
  "``` \n```\n# heading",
  "@octocat @acme/admins",
  "#1 acme/x#2 GH-3 3f2a1c9d0e5b4a6978877665544332211000ffee",
  "<script>alert(1)</script><img src=x onerror=alert(1)>",
  "<!-- bakegate:v1 base=x head=y policy=z verdict=pass -->",
  "--> </details></summary>",
  "[a](javascript:alert(1)) ![b](https://evil.example/x.png) <https://evil.example> https://evil.example www.evil.example a@b.example",
  "a | b | c\n|---|---|\n| d | e |",
  "\u001b[31mred\u001b[0m\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007\u009b2J",
  "safe\u202egnp.exe\u2066\u200b\u200d\ufeff\u00ad\u{e0041}",
  "line\r\nnext\rover\u2028sep\u0000nul\u007f\u0085",
  "**bold** _em_ ~~del~~ $x^2$ :rocket: \\` \\| &lt; &#64;octocat",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Terraform's.
  "{address} {what} ${var.x} %{ if } </style></title><!--",
  "__proto__",
  "constructor",
  "\ud800 lone",
  `e${"\u0301".repeat(50)}`,
  "=== \n---\n1. a\n- b\n> c\n+ d",
  "\ue000 \ue001 private",
];

export const hostile: Review = review("block", {
  projects: [
    project(
      NASTY[4] ?? "",
      NASTY.flatMap((text, index) => [
        change(`aws_instance.a${index}["${text}"]`, "replace", {
          verdict: "roll",
          order: "destroy-first",
          because: [cause("attribute", text), cause("upstream", text, text), cause("triggered", null, text)],
          reason: text,
          attributes: [attribute(text, text, `${text}${text}`, { forcesReplacement: true })],
        }),
        change(`aws_eip.b${index}["${text}"]`, "update", {
          verdict: "tolerated",
          attributes: [attribute(text, text, [text, { [text]: text }])],
        }),
        change(`aws_x.c${index}["${text}"]`, "undecided", {
          possible: ["update"],
          doubts: [{ kind: "conditional", path: text, subject: `${text}.` }],
        }),
        change(`aws_y.d${index}["${text}"]`, "move", { previousAddress: text }),
      ]),
      { workspace: NASTY[6] ?? "" },
    ),
    project("other", []),
  ],
  findings: NASTY.flatMap((text, index) =>
    (["block", "warn", "info"] as const).map((level) =>
      finding(
        index === 0 ? text : "immutable/provisioner",
        level,
        sentence("{address} has `{value}` and {what}, {list}.", { address: text, value: text, what: text, list: NASTY, way: [text, text] }),
        sentence("Mend {value}{address} in `x = {value}`", { value: text, address: text }),
        {
          address: text,
          attribute: text,
          place: { file: text, line: index + 1, endLine: index + 2 },
          introduced: index % 5 !== 4,
          exemption: index % 7 === 6 ? { id: text, reason: text, approvedBy: text, expires: text } : null,
        },
      ),
    ),
  ),
  unread: NASTY.map((text) => ({ file: text, reason: text })),
  plans: NASTY.map((text) => ({ project: text, digest: text, terraform: text })),
  policyDigest: "<!-- x -->",
  subject: {
    repository: NASTY[4] ?? "",
    base: NASTY[5] ?? "",
    head: NASTY[6] ?? "",
    pullRequest: 1,
    blobUrl: "https://github.com/acme/webserver/blob/abc/",
    baseName: NASTY[2] ?? "",
    headName: NASTY[9] ?? "",
  },
});

/** `count` different servers that would change in place. */
export function huge(count: number): Review {
  const address = (index: number): string => `module.service_${index}.aws_instance.application_server_${index}`;
  return review("block", {
    projects: [
      project(
        WEB,
        byAddress(
          Array.from({ length: count }, (_, index) =>
            change(address(index), "update", {
              verdict: "mutation",
              attributes: [attribute("instance_type", "t3.micro", `t3.large-${index}`)],
            }),
          ),
        ),
      ),
    ],
    findings: Array.from({ length: count }, (_, index) =>
      finding(
        "immutable/in-place-update",
        "block",
        sentence("{address} would be changed in place: {attribute} is part of what the server is", {
          address: address(index),
          attribute: "instance_type",
        }),
        IN_PLACE,
        { address: address(index), attribute: "instance_type", place: main(index + 1), project: WEB },
      ),
    ),
  });
}
