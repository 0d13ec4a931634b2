-- What was masked in the input (JSON: rule and line of each); null where the row has not been looked through yet (SecretUpgrade.cs).
ALTER TABLE analyses ADD COLUMN secrets TEXT NULL;

CREATE INDEX analyses_not_masked ON analyses (id) WHERE secrets IS NULL;
