-- When the description was forgotten, where what it published last stands on; null for all others.
ALTER TABLE analyses ADD COLUMN forgotten_at BIGINT NULL;

-- When the picture was sent last: one that no analysis names a day later is taken away. 0 for those from before this column.
ALTER TABLE pictures ADD COLUMN kept_at BIGINT NOT NULL DEFAULT 0;

-- Who names a picture.
CREATE INDEX analyses_pictures ON analyses (input_text) WHERE input_kind = 'image';
