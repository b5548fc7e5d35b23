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
  `
  CREATE TABLE watch_incidents (
    id TEXT PRIMARY KEY, server TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER, record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX watch_incidents_by_time ON watch_incidents (server, started_at);
  CREATE TABLE watch_spans (
    server TEXT NOT NULL, lamp TEXT NOT NULL, state TEXT NOT NULL, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL,
    PRIMARY KEY (server, lamp, from_at)
  ) STRICT;
  CREATE TABLE watch_memory (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE watch_channels (id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
  CREATE TABLE watch_outbox (
    id TEXT PRIMARY KEY, channel TEXT NOT NULL, body TEXT NOT NULL, attempts INTEGER NOT NULL, next_at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE contacts (key TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
  `,
  `
  CREATE TABLE demo (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  `,
  `
  CREATE TABLE dns_choices (
    server TEXT NOT NULL, domain TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (server, domain)
  ) STRICT;
  `,
  `
  CREATE TABLE relay_proof_plans (server TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
  CREATE TABLE relay_proofs (
    server TEXT NOT NULL, at INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (server, at)
  ) STRICT;
  `,
  `
  CREATE TABLE archive_accounts (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, record TEXT NOT NULL) STRICT;
  `,
]
