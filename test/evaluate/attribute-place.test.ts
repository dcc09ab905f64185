/** A finding about an attribute leads to the attribute's own line. */
import { expect, test } from "@jest/globals";
import { attributePlaces } from "../../src/evaluate/attribute-place.ts";
import { observation } from "./given.ts";
import { sideOf } from "./side-of.ts";

const text = `resource "aws_instance" "web" {
  ami           = "ami-0a1b2c3d"
  instance_type = "t3.micro"

  root_block_device {
    volume_size = 8
  }

  ebs_block_device {
    device_name = "/dev/sdb"
  }
  ebs_block_device {
    device_name = "/dev/sdc"
  }

  dynamic "network_interface" {
    for_each = var.interfaces
    content {
      device_index = 0
    }
  }

  tags = {
    "a.b" = "one"
    Owner = {
      team = "two"
    }
  }
}
`;

const place = { file: "web/main.tf", line: 1, endLine: 30, column: 1 };
const lines = attributePlaces(sideOf({ "web/main.tf": text }));

function lineOf(attribute: string | null, fields: Parameters<typeof observation>[0] = {}): string {
  const found = lines(observation({ address: "aws_instance.web", place, attribute, ...fields })).place;
  return found === null ? "nowhere" : `${found.file}:${found.line}-${found.endLine}`;
}

test.each([
  ["instance_type", "web/main.tf:3-3"],
  ["root_block_device[0].volume_size", "web/main.tf:6-6"],
  ["root_block_device[0].iops", "web/main.tf:5-7"],
  ["network_interface[0].device_index", "web/main.tf:16-21"],
  ['tags["a.b"]', "web/main.tf:24-24"],
  ["tags.Owner.team", "web/main.tf:26-26"],
  ["tags.Missing", "web/main.tf:23-28"],
])("%s stands at %s", (attribute, expected) => {
  expect(lineOf(attribute)).toBe(expected);
  for (const address of ["aws_instance.web[0]", 'module.app["a.b"].aws_instance.web["x"]'])
    expect(lineOf(attribute, { address })).toBe(expected);
});

test.each([
  ["one of several blocks", "ebs_block_device[1].device_name", {}],
  ["an argument that is not written", "user_data", {}],
  ["the whole resource", null, {}],
  ["another resource that stood there before", "instance_type", { address: "aws_instance.webs" }],
  ["another module's resource", "instance_type", { address: "module.aws_instance.webx" }],
])("%s keeps the resource's place", (_, attribute, fields) => {
  expect(lineOf(attribute, fields)).toBe("web/main.tf:1-30");
});

test("what has no place gets none", () => {
  expect(lineOf("ami", { place: null })).toBe("nowhere");
  expect(lineOf("ami", { place: { file: "other.tf", line: 1, endLine: 1 } })).toBe("other.tf:1-1");
});
