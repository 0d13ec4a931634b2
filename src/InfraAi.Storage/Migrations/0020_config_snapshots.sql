-- Versions of .env files. Content is sealed before it comes here (KeyRing.cs); names of files and keys are not.
CREATE TABLE config_snapshots (
    id      TEXT    NOT NULL PRIMARY KEY,
    file    TEXT    NOT NULL,
    version INTEGER NOT NULL,
    at      BIGINT  NOT NULL,
    origin  TEXT    NOT NULL,
    reason  TEXT    NOT NULL,
    changes TEXT    NOT NULL,
    key_id  TEXT    NOT NULL,
    content TEXT    NOT NULL,
    UNIQUE (file, version)
);

-- One row: which key seals what is written now. Writers lock it, so that a change of the key waits for them and they for it.
CREATE TABLE config_state (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
