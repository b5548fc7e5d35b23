/** The numbered steps of the store's schema. Never change one that has shipped: add the next. */

/** `migrations[n]` takes the schema from version n to n + 1. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE secrets (
    name TEXT NOT NULL, box TEXT NOT NULL, sealed BLOB NOT NULL, updated_at TEXT NOT NULL,
    PRIMARY KEY (name, box)
  ) STRICT;
  CREATE TABLE jobs (
    id TEXT PRIMARY KEY, status TEXT NOT NULL, record TEXT NOT NULL, input TEXT, checkpoint TEXT, queued_at TEXT NOT NULL
  ) STRICT;
  CREATE TABLE servers (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, record TEXT NOT NULL) STRICT;
  CREATE TABLE command_runs (
    server TEXT NOT NULL, command TEXT NOT NULL, runs INTEGER NOT NULL, last_run_at TEXT NOT NULL,
    PRIMARY KEY (server, command)
  ) STRICT;
  `,
  `
  CREATE TABLE projects (
    server TEXT NOT NULL, name TEXT NOT NULL, record TEXT NOT NULL, seen_at TEXT NOT NULL,
    PRIMARY KEY (server, name)
  ) STRICT;
  `,
]
