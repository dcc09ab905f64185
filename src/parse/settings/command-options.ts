/** Where the command lines of well-known programs take a password, a token or a user with a password. */

/** What the value of an option, or a word at a place, is. `user:password` is judged by what stands behind the sign between the two. */
export type CommandValue =
  | { readonly kind: "whole"; readonly name: string }
  | { readonly kind: "behind"; readonly sign: string; readonly name: string };

export interface CommandGrammar {
  /** By option as written: `-p`. Long options whose names speak for themselves are not listed. */
  readonly options: ReadonlyMap<string, CommandValue>;
  /** One-letter options whose value may stand in the same word: `-phunter2`. */
  readonly attached: ReadonlySet<string>;
  /** The first words that the grammar holds for (`docker login`); empty: always. */
  readonly commands: readonly string[];
  /** Options whose names speak, but that take no value: `mysql --password db` asks for it. */
  readonly bare: ReadonlySet<string>;
}

const password: CommandValue = { kind: "whole", name: "password" };
const userAndPassword: CommandValue = { kind: "behind", sign: ":", name: "password" };

const none: ReadonlySet<string> = new Set();

interface Written {
  readonly options?: Readonly<Record<string, CommandValue>>;
  readonly attached?: readonly string[];
  readonly commands?: readonly string[];
  readonly bare?: readonly string[];
}

function grammar({ options = {}, attached = [], commands = [], bare = [] }: Written): CommandGrammar {
  return {
    options: new Map(Object.entries(options)),
    attached: new Set(attached),
    commands,
    bare: bare.length === 0 ? none : new Set(bare),
  };
}

/** `mysql -p` and `--password` alone ask; only what is written together is the password. https://dev.mysql.com/doc/refman/en/connecting.html */
const mysql = grammar({ options: { "-p": password }, attached: ["-p"], bare: ["-p", "--password", "--password1"] });
/** `-W` and `--password` ask. https://www.postgresql.org/docs/current/app-psql.html */
const postgres = grammar({ bare: ["--password"] });
const mongo = grammar({ options: { "-p": password }, attached: ["-p"] });
const registry = grammar({ options: { "-p": password, "--creds": userAndPassword }, attached: ["-p"], commands: ["login"] });
const ldap = grammar({ options: { "-w": password, "-s": password }, attached: ["-w"] });
const ldapReader = grammar({ options: { "-w": password }, attached: ["-w"] });
const sqlServer = grammar({ options: { "-P": password }, attached: ["-P"] });
const fetcher = grammar({
  options: { "-u": userAndPassword, "--user": userAndPassword, "-U": userAndPassword, "--proxy-user": userAndPassword },
  attached: ["-u"],
});

const grammars: ReadonlyMap<string, CommandGrammar> = new Map([
  ...["mysql", "mysqldump", "mysqladmin", "mysqlimport", "mysqlshow", "mysqlcheck", "mysql_upgrade", "mysqlslap", "xtrabackup"].map(
    (name) => [name, mysql] as const,
  ),
  ...["mariadb", "mariadb-dump", "mariadb-admin", "mariadb-import"].map((name) => [name, mysql] as const),
  ...["psql", "pg_dump", "pg_dumpall", "pg_restore", "createdb", "createuser", "dropdb", "dropuser", "vacuumdb", "pg_basebackup"].map(
    (name) => [name, postgres] as const,
  ),
  ...["mongo", "mongosh", "mongodump", "mongorestore", "mongoexport", "mongoimport"].map((name) => [name, mongo] as const),
  ...["docker", "podman", "nerdctl", "buildah", "oras", "helm", "crane", "az", "oc", "acorn"].map((name) => [name, registry] as const),
  [
    "skopeo",
    grammar({
      options: {
        "-p": password,
        "--creds": userAndPassword,
        "--src-creds": userAndPassword,
        "--dest-creds": userAndPassword,
      },
    }),
  ],
  ["ldappasswd", ldap],
  ...["ldapadd", "ldapmodify", "ldapsearch", "ldapdelete", "ldapwhoami"].map((name) => [name, ldapReader] as const),
  ["sqlcmd", sqlServer],
  ["bcp", sqlServer],
  ["ipmitool", grammar({ options: { "-P": password } })],
  ["curl", fetcher],
  ["http", grammar({ options: { "-a": userAndPassword, "--auth": userAndPassword } })],
  ["https", grammar({ options: { "-a": userAndPassword, "--auth": userAndPassword } })],
  ["sshpass", grammar({ options: { "-p": password }, attached: ["-p"] })],
  ["redis-cli", grammar({ options: { "-a": password, "--pass": password } })],
  ["redis-server", grammar({ options: { "--requirepass": password, "--masterauth": password } })],
  ["useradd", grammar({ options: { "-p": password } })],
  ["usermod", grammar({ options: { "-p": password } })],
  ["lftp", grammar({ options: { "-u": { kind: "behind", sign: ",", name: "password" } } })],
  ["smbclient", grammar({ options: { "-U": { kind: "behind", sign: "%", name: "password" } } })],
  ["zip", grammar({ options: { "-P": password } })],
  ["unzip", grammar({ options: { "-P": password }, attached: ["-P"] })],
  [
    "keytool",
    grammar({
      options: {
        "-storepass": password,
        "-keypass": password,
        "-srcstorepass": password,
        "-deststorepass": password,
        "-destkeypass": password,
      },
    }),
  ],
  [
    "openssl",
    grammar({
      options: {
        "-passin": { kind: "behind", sign: "pass:", name: "password" },
        "-passout": { kind: "behind", sign: "pass:", name: "password" },
        "-pass": { kind: "behind", sign: "pass:", name: "password" },
        "-k": password,
      },
    }),
  ],
  ["cmdkey", grammar({})],
]);

const general = grammar({});

/** The grammar of a program with these arguments. */
export function grammarOf(program: string, args: readonly string[]): CommandGrammar {
  const found = grammars.get(program) ?? general;
  if (found.commands.length === 0) return found;
  return args.slice(0, 6).some((word) => found.commands.includes(word)) ? found : general;
}
