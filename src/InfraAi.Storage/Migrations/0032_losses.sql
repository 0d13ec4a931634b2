-- How often the analysis was taken from an agent that died or fell silent.
ALTER TABLE analyses ADD COLUMN losses INTEGER NOT NULL DEFAULT 0;
