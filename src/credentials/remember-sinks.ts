/** Remembers what a sink catalogue answers: a plan asks for the same few arguments thousands of times. */
import type { Sink, SinkCatalogue } from "./sinks.ts";

/** The same catalogue; answers about arguments of resources that do not rest on their siblings are worked out once. */
export function rememberSinks(sinks: SinkCatalogue): SinkCatalogue {
  const answers = new Map<string, Sink | null>();
  return {
    minimumEntropy: sinks.minimumEntropy,
    ofProvider: sinks.ofProvider,
    ofPath: sinks.ofPath,
    ofSetting: sinks.ofSetting,
    ofResource: (type, path, siblings) => {
      if (siblings !== undefined) return sinks.ofResource(type, path, siblings);
      const question = JSON.stringify([type, path]);
      const known = answers.get(question);
      if (known !== undefined) return known;
      const answer = sinks.ofResource(type, path);
      answers.set(question, answer);
      return answer;
    },
  };
}
