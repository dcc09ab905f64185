/** The page on which a gap of the wiring is mended. */
import type { Protection, SettingsPage, WiringSubject } from "../model/wiring.ts";

/** A page, by the words that lead there and by its address; the latter null where it is not known, or is none to be linked. */
export interface Place {
  readonly label: string;
  readonly url: string | null;
}

export function placeOf(page: SettingsPage | null, subject: WiringSubject | null): Place | null {
  if (page === null || subject === null) return null;
  const { webUrl, server, app } = subject;
  // An Enterprise Server has its Apps below another path.
  const apps = /^https:\/\/(?:github\.com|[\w-]+\.ghe\.com)$/.test(server) ? "apps" : "github-apps";
  const below = (path: string): string | null => (webUrl === null ? null : linkable(`${webUrl}/settings/${path}`));
  switch (page.kind) {
    case "install":
      return { label: "Install", url: linkable(`${server}/${apps}/${app.slug}/installations/new`) };
    case "app":
      return { label: "The App's page", url: linkable(`${server}/${apps}/${app.slug}`) };
    case "installation":
      return { label: "The installation's page", url: subject.installationUrl === null ? null : linkable(subject.installationUrl) };
    case "rulesets":
      return { label: "Settings → Rules → Rulesets", url: below("rules") };
    case "protection":
      return protectionPlace(page.protection, server, below);
  }
}

function protectionPlace(protection: Protection, server: string, below: (path: string) => string | null): Place {
  if (protection.kind === "classic") return { label: "Settings → Branches", url: below("branches") };
  const rules = protection.id === null ? "rules" : `rules/${protection.id}`;
  switch (protection.owner.kind) {
    case "repository":
      return { label: "Settings → Rules → Rulesets", url: below(rules) };
    case "organization":
      return {
        label: "The organization's Settings → Repository → Rulesets",
        url: linkable(`${server}/organizations/${protection.owner.name}/settings/${rules}`),
      };
    case "enterprise":
      return { label: "The enterprise's Settings → Policies → Code → Rulesets", url: null };
  }
}

export function linkable(url: string): string | null {
  return /^https?:\/\/[A-Za-z0-9.:/_%~-]+$/.test(url) ? url : null;
}
