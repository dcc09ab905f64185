/** Holds a review document against the published schema, for any test that has one. */
import { Ajv2020 } from "ajv/dist/2020.js";
import { reviewSchema } from "../../src/render/review-schema.ts";

const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(reviewSchema);

/** What is wrong with it, one line per fault; empty: nothing. */
export function validateReviewJson(text: string): string[] {
  if (validate(JSON.parse(text))) return [];
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ""} ${JSON.stringify(error.params)}`);
}
