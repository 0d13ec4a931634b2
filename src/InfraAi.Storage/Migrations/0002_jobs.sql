-- Who works on an analysis, and until when; the attempt is the fencing token: only the latest one may write.
ALTER TABLE analyses ADD COLUMN attempt         INTEGER NOT NULL DEFAULT 1;
ALTER TABLE analyses ADD COLUMN lease_owner     TEXT    NULL;
ALTER TABLE analyses ADD COLUMN lease_until     BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE analyses ADD COLUMN cancel_asked    INTEGER NOT NULL DEFAULT 0;
ALTER TABLE analyses ADD COLUMN idempotency_key TEXT    NULL;
ALTER TABLE analyses ADD COLUMN campaign        TEXT    NULL;

CREATE UNIQUE INDEX analyses_idempotency ON analyses (idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX analyses_campaign ON analyses (campaign) WHERE campaign IS NOT NULL;
CREATE INDEX analyses_published ON analyses (project_name) WHERE publication IS NOT NULL;
