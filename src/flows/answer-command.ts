/** Answers a comment command: a reaction, and where there is something to say, the one living comment. */
import type { Logger } from "pino";
import { rules } from "../evaluate/rules.ts";
import type { RepositoryClient } from "../github/app-client.ts";
import { findLivingComment, mayWrite, putLivingComment, type Reaction, reactToComment } from "../github/comments.ts";
import type { Whereabouts } from "../model/happening.ts";
import { type CommentCommand, readCommentCommand } from "../parse/comment/comment-command.ts";
import { findRule } from "../parse/configuration/explain-rule.ts";
import { helpAnswer, ruleAnswer, unknownAnswer, withAnswer } from "../render/command-answer.ts";
import { COMMENT_MARKER } from "../render/comment-footer.ts";
import { type AppTools, clientFor } from "./app-tools.ts";

export interface WrittenComment extends Whereabouts {
  /** Of the pull request. */
  readonly number: number;
  readonly comment: number;
  readonly author: string;
  readonly body: string;
}

/**
 * The sender's permission is asked live: whoever may not write gets a reaction and nothing else.
 * @param review asks for a review of the pull request.
 */
export async function answerCommand(tools: AppTools, written: WrittenComment, review: () => void, log: Logger): Promise<void> {
  const command = readCommentCommand(written.body);
  if (command === null) return;
  const client = await clientFor(tools, written);
  if (!(await mayWrite(client, written.author))) {
    log.info({ command: command.kind, author: written.author }, "a command of somebody who may not write");
    return reactToComment(client, written.comment, "-1");
  }
  const { reaction, text } = answerTo(command);
  await reactToComment(client, written.comment, reaction);
  if (command.kind === "review") review();
  if (text !== null) await putAnswer(client, written.number, text);
  log.info({ command: command.kind, author: written.author }, "command answered");
}

interface Answer {
  readonly reaction: Reaction;
  readonly text: string | null;
}

function answerTo(command: CommentCommand): Answer {
  switch (command.kind) {
    case "review":
      return { reaction: "eyes", text: null };
    case "help":
      return { reaction: "+1", text: helpAnswer() };
    case "explain": {
      const rule = findRule(command.rule, rules);
      if ("problem" in rule) return { reaction: "confused", text: unknownAnswer(`explain ${command.rule}`, rule.problem) };
      return { reaction: "+1", text: ruleAnswer(rule) };
    }
    case "unknown":
      return { reaction: "confused", text: unknownAnswer(command.text, "This is no command.") };
  }
}

async function putAnswer(client: RepositoryClient, number: number, text: string): Promise<void> {
  const known = await findLivingComment(client, number, COMMENT_MARKER);
  await putLivingComment(client, number, COMMENT_MARKER, known, withAnswer(known?.body ?? null, text));
}
