/** A document of settings: a YAML or JSON document, or a whole file in another language of settings. */
import type { WrittenSetting } from "./written-setting.ts";

export interface SettingsDocument {
  /**
   * `data`: YAML or JSON, in which a name may as well describe something. `environment`: what a program or a build gets handed, in which every
   * value is one. `settings`: other lists of names and values.
   */
  readonly language: "data" | "environment" | "settings";
  /** Plain values at its root, by name: `kind: Secret`. */
  readonly root: ReadonlyMap<string, string>;
  /** In order of writing, documents within it among them. */
  readonly settings: readonly WrittenSetting[];
}

/** What a text that stands in another file holds. */
export interface EmbeddedDocuments {
  readonly documents: readonly SettingsDocument[];
  /** Each of their lines is one of the text; else they were decoded, and stand wherever it stands. */
  readonly linear: boolean;
}
