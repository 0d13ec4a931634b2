-- One-time links that sign a browser in: the digest of each that was not used yet. Shared, since another agent may be the one that is asked.
CREATE TABLE sign_in_codes (
    digest     TEXT   NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
