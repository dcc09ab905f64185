/** Resource addresses, taken apart: `module.app["eu"].aws_instance.web[0]`. */

/** Without instance keys: `module.app.aws_instance.web`. A resource stays the same whatever its instances are called. */
export function withoutKeys(address: string): string {
  let out = "";
  let bracket = false;
  let quoted = false;
  for (let at = 0; at < address.length; at += 1) {
    const character = address[at];
    if (!bracket) {
      if (character === "[") bracket = true;
      else out += character;
    } else if (quoted && character === "\\") at += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === "]" && !quoted) bracket = false;
  }
  return out;
}

/** Without modules: `module.app.module.db.aws_instance.web` → `aws_instance.web`. An empty text for a module's own address. Keys must be off. */
export function withinModule(address: string): string {
  const parts = address.split(".");
  let from = 0;
  while (parts[from] === "module" && from + 1 < parts.length) from += 2;
  return parts.slice(from).join(".");
}

/** `module.app["a.b"].aws_instance.web[0]` → `aws_instance`; `data.aws_ami.base` → `aws_ami`. */
export function typeOf(address: string): string {
  const parts = withinModule(withoutKeys(address)).split(".");
  return (parts[0] === "data" ? parts[1] : parts[0]) ?? "";
}
