-- What a campaign set out to do; how far it is, its analyses say.
CREATE TABLE campaigns (
    name       TEXT   NOT NULL PRIMARY KEY,
    total      BIGINT NOT NULL,
    started_at BIGINT NOT NULL
);
