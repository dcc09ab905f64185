/** The validators of configuration and policy files, compiled from their schemas. */
import type { ErrorObject } from "ajv";

export interface Validator {
  (data: unknown): boolean;
  errors?: readonly ErrorObject[] | null;
}

/** @param formats checks by the names that the schemas use; true: the text is of that format. */
export function createValidators(formats: Readonly<Record<string, { validate(text: string): boolean }>>): {
  readonly configuration: Validator;
  readonly policy: Validator;
};
