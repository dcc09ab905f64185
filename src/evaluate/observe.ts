/** Runs the rules over a review's subject. A rule that throws becomes a problem, never a pass. */
import type { Observation } from "../model/finding.ts";
import type { Problem } from "../model/problem.ts";
import type { ProjectChanges, ReviewSubject } from "../model/subject.ts";
import { type AttributePlaces, attributePlaces } from "./attribute-place.ts";
import { introducedAmong } from "./introduced.ts";
import type { Observed } from "./observed.ts";
import type { ChangeRule, ConfigurationRule, ProjectRule, Rule, TransitionRule } from "./rule.ts";

export interface Observations {
  readonly observed: readonly Observed[];
  /** Rules that threw. */
  readonly failed: readonly Problem[];
}

/** Everything that the rules see, before policy. Problems of the subject itself are not in here. */
export function observe(subject: ReviewSubject, rules: readonly Rule[]): Observations {
  const observed: Observed[] = [];
  const failed: Problem[] = [];
  const places = attributePlaces(subject.head);
  for (const rule of rules) {
    try {
      for (const one of observeWith(rule, subject, places)) observed.push(one);
    } catch (cause) {
      failed.push(failureOf(rule, cause));
    }
  }
  return { observed, failed };
}

function observeWith(rule: Rule, subject: ReviewSubject, places: AttributePlaces): readonly Observed[] {
  switch (rule.on) {
    case "configuration":
      return observeConfiguration(rule, subject);
    case "change":
      return observeChanges(rule, subject, places);
    case "project":
      return observeProjects(rule, subject, places);
    case "transition":
      return observeTransition(rule, subject, places);
    case "problem":
    case "evidence":
      return [];
  }
}

function observeConfiguration(rule: ConfigurationRule, subject: ReviewSubject): readonly Observed[] {
  const head = [...rule.judge(subject.head, subject)];
  const base = subject.base === null ? [] : [...rule.judge(subject.base, subject)];
  const introduced = introducedAmong(head, base, subject);
  return head.map((observation) => ({ rule, observation, introduced: introduced.has(observation) }));
}

function observeChanges(rule: ChangeRule, subject: ReviewSubject, places: AttributePlaces): readonly Observed[] {
  const observed: Observed[] = [];
  for (const project of subject.projects) {
    for (const change of project.changes) {
      for (const observation of rule.judge(change, project, subject)) observed.push(planned(rule, places(observation), project));
    }
  }
  return observed;
}

function observeProjects(rule: ProjectRule, subject: ReviewSubject, places: AttributePlaces): readonly Observed[] {
  return subject.projects.flatMap((project) =>
    [...rule.judge(project, subject)].map((observation) => planned(rule, places(observation), project)),
  );
}

/** A plan without a repository has no two sides; what stands at the head then stands for both, and only the planned changes count. */
function observeTransition(rule: TransitionRule, subject: ReviewSubject, places: AttributePlaces): readonly Observed[] {
  if (subject.base === null && subject.projects.length === 0) return [];
  const observations = rule.judge(subject.base ?? subject.head, subject.head, subject);
  return [...observations].map((observation) => ({ rule, observation: places(observation), introduced: true }));
}

function planned(rule: Rule, observation: Observation, project: ProjectChanges): Observed {
  const scope = `${project.dir}\n${project.workspace}`;
  return { rule, observation: { ...observation, project: observation.project ?? project.dir }, introduced: true, scope };
}

function failureOf(rule: Rule, cause: unknown): Problem {
  const what = cause instanceof Error ? cause.name : typeof cause;
  return { rule: "review/rule-failed", reason: "threw", place: null, evidence: { rule: rule.id, what }, project: null };
}
