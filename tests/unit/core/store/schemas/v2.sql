-- A data folder as schema 2 left it: frozen, never to be changed.
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
INSERT INTO settings VALUES ('theme', '"dark"');
INSERT INTO secrets VALUES ('server:s1:password', 'test-box', x'00ff10', '2026-11-20T10:00:00.000Z');
INSERT INTO jobs VALUES ('j1', 'done', '{"id":"j1","name":"relay.probe","status":"done","queuedAt":"2026-11-20T10:00:00.000Z","dismissed":true}', NULL, NULL, '2026-11-20T10:00:00.000Z');
INSERT INTO servers VALUES ('s1', 'home', '{"id":"s1","name":"home","host":"home.example.org","port":22,"user":"maria","ownKeys":{},"addedAt":"2026-11-20T10:00:00.000Z"}');
INSERT INTO command_runs VALUES ('s1', 'stack.ps', 3, '2026-11-20T10:00:00.000Z');
CREATE TABLE projects (
  server TEXT NOT NULL, name TEXT NOT NULL, record TEXT NOT NULL, seen_at TEXT NOT NULL,
  PRIMARY KEY (server, name)
) STRICT;
INSERT INTO projects VALUES ('s1', 'mailu', '{"name":"mailu","dir":"/mailu","configFiles":["/mailu/docker-compose.yml"]}', '2026-11-20T10:00:00.000Z');
PRAGMA user_version = 2;
