/** Jest runs the TypeScript sources as native ES modules; swc only strips the types. */
import { availableParallelism } from "node:os";

export default {
  testEnvironment: "node",
  // One more than the processors: many wait for a process of their own more than they compute.
  maxWorkers: availableParallelism() + 1,
  testSequencer: "<rootDir>/test/sequencer.mjs",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts", "**/*.test.tsx"],
  extensionsToTreatAsEsm: [".ts", ".tsx"],
  transform: {
    "^.+\\.tsx?$": [
      "@swc/jest",
      {
        jsc: {
          target: "es2022",
          parser: { syntax: "typescript", tsx: true },
          transform: { react: { runtime: "automatic", importSource: "hono/jsx" } },
        },
        module: { type: "es6" },
      },
    ],
  },
};
