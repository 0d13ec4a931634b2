-- Whose project it is: who described it first, as Backstage or the OpenID provider names people; null for those of who has the agent's token.
-- Kept apart from the analyses, which may be forgotten.
CREATE TABLE project_owners (
    project TEXT   NOT NULL PRIMARY KEY,
    owner   TEXT   NULL,
    since   BIGINT NOT NULL
);

INSERT INTO project_owners (project, owner, since)
SELECT project_name, described_by, created_at FROM analyses AS a WHERE project_name IS NOT NULL AND publication IS NOT NULL
    AND id = (SELECT MIN(id) FROM analyses AS b WHERE b.project_name = a.project_name AND b.publication IS NOT NULL);

-- Whether who described it may overwrite what belongs to others: asked again when it is published.
ALTER TABLE analyses ADD COLUMN by_maintainer INTEGER NOT NULL DEFAULT 1;
