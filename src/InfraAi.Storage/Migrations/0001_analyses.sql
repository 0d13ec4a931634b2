-- Times are milliseconds since 1970 (UTC). JSON is text: the same file runs on SQLite and PostgreSQL.
CREATE TABLE analyses (
    id              TEXT    NOT NULL PRIMARY KEY,
    status          TEXT    NOT NULL,
    created_at      BIGINT  NOT NULL,
    finished_at     BIGINT  NULL,
    analyzer        TEXT    NULL,
    language        TEXT    NULL,
    input_kind      TEXT    NOT NULL,
    input_name      TEXT    NULL,
    input_text      TEXT    NOT NULL,
    project_name    TEXT    NULL,
    title           TEXT    NULL,
    component_count INTEGER NOT NULL DEFAULT 0,
    relation_count  INTEGER NOT NULL DEFAULT 0,
    question_count  INTEGER NOT NULL DEFAULT 0,
    architecture    TEXT    NULL,
    project         TEXT    NULL,
    publication     TEXT    NULL,
    problem         TEXT    NULL
);

CREATE INDEX analyses_unfinished ON analyses (status) WHERE status IN ('queued', 'running');

CREATE TABLE analysis_steps (
    analysis_id TEXT    NOT NULL REFERENCES analyses (id),
    seq         INTEGER NOT NULL,
    at          BIGINT  NOT NULL,
    step        TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    message_en  TEXT    NOT NULL,
    message_es  TEXT    NOT NULL,
    duration_ms BIGINT  NULL,
    PRIMARY KEY (analysis_id, seq)
);
