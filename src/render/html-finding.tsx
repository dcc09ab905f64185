/** Findings on the HTML page. */
import type { Finding } from "../model/finding.ts";
import type { Place } from "../model/place.ts";
import { asHtml, htmlMedium } from "./escape-html.ts";
import { lineUrl } from "./escape-markdown.ts";
import { changeSentence, type FindingGroup } from "./finding-group.ts";
import { FULL, fill, mentions, type SentenceLimits } from "./sentence.ts";
import { shorten } from "./shorten.ts";
import { visibleText } from "./visible.ts";

const LIMITS: SentenceLimits = { value: 200, items: 50 };

/** A sentence as content of an element. */
export function Words(props: { readonly of: Parameters<typeof fill>[0]; readonly limits?: SentenceLimits }) {
  return <>{asHtml(fill(props.of, htmlMedium, props.limits ?? LIMITS))}</>;
}

/** A literal name. */
export function Name(props: { readonly of: string }) {
  return <code>{visibleText(shorten(props.of, 200))}</code>;
}

export function Names(props: { readonly of: readonly string[] }) {
  return (
    <>
      {props.of.map((each, index) => (
        <>
          {index > 0 ? ", " : ""}
          <Name of={each} />
        </>
      ))}
    </>
  );
}

function PlaceLink(props: { readonly place: Place; readonly blobUrl: string | null }) {
  const { place, blobUrl } = props;
  const url = lineUrl(blobUrl, place.file, place.line, place.endLine);
  const label = `${place.file}:${place.line}`;
  if (url === null) return <Name of={label} />;
  return (
    <a href={url}>
      <Name of={label} />
    </a>
  );
}

function Way(props: { readonly group: FindingGroup }) {
  const way = props.group.first.message.values.way;
  if (!Array.isArray(way) || way.length === 0 || mentions(props.group.message, "way")) return null;
  return (
    <p>
      {way.map((step: string, index: number) => (
        <>
          {index > 0 ? " → " : ""}
          <Name of={step} />
        </>
      ))}
    </p>
  );
}

function Exempted(props: { readonly finding: Finding }) {
  const { exemption } = props.finding;
  if (exemption === null) return null;
  return (
    <p class="small">
      Exempted by <Name of={exemption.id} /> until {visibleText(exemption.expires)}
      {exemption.approvedBy === null ? "" : `, approved by ${visibleText(shorten(exemption.approvedBy, 80))}`}:{" "}
      {visibleText(shorten(exemption.reason, 400))}
    </p>
  );
}

function FindingItem(props: { readonly group: FindingGroup; readonly number: number | null; readonly blobUrl: string | null }) {
  const { group, number, blobUrl } = props;
  const change = changeSentence(group, 120);
  return (
    <li>
      <p class="what">
        {number === null ? "" : `${number}. `}
        <Words of={group.message} />
      </p>
      {group.first.place === null ? null : (
        <p>
          <PlaceLink place={group.first.place} blobUrl={blobUrl} />
        </p>
      )}
      {change === null ? null : (
        <p>
          <Words of={change} />
        </p>
      )}
      <Way group={group} />
      <p>
        <Words of={group.remedy} limits={FULL} /> <span class="small rule">{visibleText(group.first.rule)}</span>
      </p>
      <Exempted finding={group.first} />
    </li>
  );
}

export function FindingList(props: {
  readonly groups: readonly FindingGroup[];
  readonly kind: "blocker" | "warning" | "quiet";
  readonly blobUrl: string | null;
}) {
  return (
    <ol class={`findings ${props.kind}`}>
      {props.groups.map((group, index) => (
        <FindingItem group={group} number={props.kind === "blocker" ? index + 1 : null} blobUrl={props.blobUrl} />
      ))}
    </ol>
  );
}
