/** The tables of the catalogue: a cache of the journal, made anew whenever its version is another one. */

/** Raised with every change of the tables or of what is written into them. */
export const catalogueVersion = 1

/**
 * `since` and `until` are snapshots: a thing is there as of snapshot S when since <= S < until. `until` is null while it lasts.
 * `flags_was` has the flags that held before the snapshot `until`; `place.flags` are the last ones.
 */
export const catalogueSchema = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE snapshot (
    id INTEGER PRIMARY KEY, started_at TEXT NOT NULL, ended_at TEXT, by_whom TEXT NOT NULL, is_complete INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE folder (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL, delimiter TEXT, special_use TEXT, uid_validity INTEGER NOT NULL,
    uid_next INTEGER, highest_modseq TEXT
  ) STRICT;
  CREATE INDEX folder_by_path ON folder (path);
  CREATE TABLE folder_life (
    folder INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER, PRIMARY KEY (folder, since)
  ) STRICT;
  CREATE TABLE reading (
    folder INTEGER NOT NULL, snapshot INTEGER NOT NULL, on_server INTEGER NOT NULL, PRIMARY KEY (folder, snapshot)
  ) STRICT;
  CREATE TABLE body (
    id INTEGER PRIMARY KEY AUTOINCREMENT, hash BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, segment INTEGER, at INTEGER, length INTEGER,
    is_quoted INTEGER, is_damaged INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE place (
    folder INTEGER NOT NULL, uid INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER, body INTEGER NOT NULL,
    internal_date TEXT NOT NULL, flags TEXT NOT NULL, likeness INTEGER NOT NULL, is_unproven INTEGER NOT NULL,
    PRIMARY KEY (folder, uid, since)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE flags_was (
    folder INTEGER NOT NULL, uid INTEGER NOT NULL, until INTEGER NOT NULL, flags TEXT NOT NULL,
    PRIMARY KEY (folder, uid, until)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE guid (guid TEXT PRIMARY KEY, body INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE failure (
    folder INTEGER NOT NULL, uid INTEGER NOT NULL, subject TEXT, reason TEXT NOT NULL, PRIMARY KEY (folder, uid)
  ) STRICT;
  CREATE TABLE segment (id INTEGER PRIMARY KEY, end_at INTEGER NOT NULL) STRICT;
`
