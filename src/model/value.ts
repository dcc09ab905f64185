/** A value of Terraform's language: known, or unknown with the reason why. */

/** A mark travels with a value into everything made from it. */
interface Marked {
  readonly sensitive?: true;
}

export type Value = Marked &
  (
    | { readonly kind: "null" }
    | { readonly kind: "bool"; readonly value: boolean }
    /** Canonical decimal digits without exponent or trailing zeros: `-0.1`, `1000`. Terraform's numbers are exact. */
    | { readonly kind: "number"; readonly digits: string }
    | { readonly kind: "string"; readonly value: string }
    /** Blocks of one type in a resource body are a list of objects. */
    | { readonly kind: "tuple" | "list" | "set"; readonly items: readonly Value[] }
    | { readonly kind: "object" | "map"; readonly entries: ReadonlyMap<string, Value> }
    | Unknown
  );

export type KnownValue = Exclude<Value, { kind: "unknown" }>;

export interface Unknown {
  readonly kind: "unknown";
  readonly because: readonly UnknownReason[];
  /**
   * How the value was made, with what was known put in: two unknown values are equal only where their derivations are
   * equal *and* what they rest on (`because`) did not change. Opaque, never printed.
   */
  readonly derivation: string;
  /**
   * What Terraform knows of it when it plans. `kept`: it stands in the state, only the code does not tell. `later`: no more than the code
   * says, as the apply makes it anew. `perhaps`: the code does not say whether Terraform knows it. Only a prediction sets it.
   */
  readonly planned?: "kept" | "later" | "perhaps";
  /** The operation and its inputs; a value that is unknown for a reason of its own has none. */
  readonly made?: { readonly operation: string; readonly inputs: readonly Value[] };
}

/**
 * Why a value cannot be known from the code.
 * `subject` names it as the code does: `var.size`, `data.aws_ami.base.id`, `aws_instance.web.private_ip`, `timestamp()`, `module.vpc`.
 */
export interface UnknownReason {
  readonly kind:
    | "input" // a variable without default and without a value
    | "data" // a data source
    | "computed" // an attribute that the provider computes
    | "impure" // timestamp(), uuid(), …
    | "module" // a module that is not in the repository
    | "provider-function"
    | "unsupported" // outside the language that is evaluated
    | "invalid" // stands in a syntax error
    | "cycle"
    | "missing"; // refers to something that is not declared
  readonly subject: string;
}

export const nullValue: Value = { kind: "null" };
