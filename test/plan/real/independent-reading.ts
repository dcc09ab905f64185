/**
 * A second reading of a plan's JSON, written from Terraform's description of the format alone and sharing nothing with the product:
 * https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export interface IndependentChange {
  readonly address: string;
  readonly deposed: string | null;
  readonly action: string;
  readonly order: string | null;
  readonly replacing: readonly string[];
}

interface RawChange {
  readonly address?: string;
  readonly module_address?: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly deposed?: string;
  readonly previous_address?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly replace_paths?: readonly (readonly (string | number)[])[];
    readonly importing?: object;
  };
}

export interface RawPlan {
  readonly resource_changes?: readonly RawChange[] | null;
  readonly resource_drift?: readonly RawChange[] | null;
  readonly complete?: boolean;
  readonly errored?: boolean;
}

export function readIndependently(changes: readonly RawChange[] | null | undefined): readonly IndependentChange[] {
  return (changes ?? [])
    .map((raw) => ({
      ...actionOf(raw),
      address: addressOf(raw),
      deposed: raw.deposed ?? null,
      replacing: (raw.change.replace_paths ?? []).map(formatPath),
    }))
    .map(({ address, deposed, action, order, replacing }) => ({ address, deposed, action, order, replacing }))
    .sort((a, b) => order(`${a.address}\0${a.deposed ?? ""}`, `${b.address}\0${b.deposed ?? ""}`));
}

function actionOf(raw: RawChange): { action: string; order: string | null } {
  const { actions, importing } = raw.change;
  const creates = actions.indexOf("create");
  const removes = Math.max(actions.indexOf("delete"), actions.indexOf("forget"));
  if (creates >= 0 && removes >= 0) return { action: "replace", order: creates < removes ? "create-first" : "destroy-first" };
  if (actions.length !== 1) throw new Error(`actions ${actions.join()}`);
  if (actions[0] !== "no-op") return { action: String(actions[0]), order: null };
  if (importing) return { action: "import", order: null };
  return { action: raw.previous_address === undefined ? "no-op" : "move", order: null };
}

function addressOf(raw: RawChange): string {
  if (raw.address !== undefined) return raw.address;
  let address = `${raw.type}.${raw.name}`;
  if (raw.mode === "data") address = `data.${address}`;
  if (raw.module_address) address = `${raw.module_address}.${address}`;
  if (raw.index !== undefined) address += `[${JSON.stringify(raw.index)}]`;
  return address;
}

function formatPath(steps: readonly (string | number)[]): string {
  return steps
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[a-z_]\w*$/i.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
