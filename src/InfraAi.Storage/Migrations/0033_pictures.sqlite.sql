-- The pictures that were sent, each once: analyses name them in input_text.
CREATE TABLE pictures (
    name  TEXT NOT NULL PRIMARY KEY,
    bytes BLOB NOT NULL
);
