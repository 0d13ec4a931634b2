-- The entity provider of a Backstage asks every second what is published.
CREATE INDEX analyses_published ON analyses (project_name, id) WHERE publication IS NOT NULL;
