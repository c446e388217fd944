-- One row for each commit: all entries that waited, encoded end to end. at: the engine's time of the last one, in ms.
CREATE TABLE journal (
  first_index INTEGER PRIMARY KEY,
  last_index INTEGER NOT NULL,
  at INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

-- Entries up to this index are gone, since they were old and two checkpoints were younger.
CREATE TABLE pruned (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  last_index INTEGER NOT NULL
) STRICT;
INSERT INTO pruned VALUES (1, 0);
