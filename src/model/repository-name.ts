/** The name of a repository on a code host. */

export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

/** `owner/name`, as people write it and as keys of maps. */
export function fullName({ owner, name }: RepositoryName): string {
  return `${owner}/${name}`;
}

const written = /^([A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))\/([A-Za-z0-9._-]{1,100})$/;

/** The repository that `owner/name` names; null where it is none by GitHub's rules for names. */
export function repositoryOf(text: string): RepositoryName | null {
  const found = written.exec(text);
  const [owner, name] = [found?.[1], found?.[2]];
  return owner === undefined || name === undefined || name === "." || name === ".." ? null : { owner, name };
}
