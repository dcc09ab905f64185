/** The seam between our SQL and whoever runs it: PostgreSQL over the network, or the one embedded in this process. */
export type Row = Readonly<Record<string, unknown>>;

export interface Queryable {
  /**
   * Rows of a statement. Without values the text may hold several statements, and the rows are those of the last.
   * @throws BakegateError (incomplete) where the database does not answer, or does not do it.
   */
  query(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

export interface Database extends Queryable {
  /** All of it or nothing. Only what goes through `within` belongs to it; anything else may wait for its end for ever. */
  transaction<T>(work: (within: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
