-- Who described it, as Backstage names people (user:default/ana); null where nobody signed in.
ALTER TABLE analyses ADD COLUMN described_by TEXT NULL;
