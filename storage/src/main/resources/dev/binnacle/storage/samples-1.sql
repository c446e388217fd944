-- A metric of a bot, or of the fleet where bot is ''. Sequence numbers of the series are given by the program.
-- minuted and houred: up to which time (ms) its minutes and hours are made; they never change afterwards.
CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  bot TEXT NOT NULL,
  metric TEXT NOT NULL,
  minuted INTEGER NOT NULL,
  houred INTEGER NOT NULL,
  UNIQUE (bot, metric)
) STRICT;

-- Numbers of one series from t0 to t1 (ms, both inclusive), compressed. Chunks of one series and tier never overlap.
-- tier 0: every sample, 1: minutes, 2: hours. With a rowid, since a table without one packs rows of this size badly.
CREATE TABLE chunk (
  id INTEGER PRIMARY KEY,
  tier INTEGER NOT NULL,
  series INTEGER NOT NULL,
  t0 INTEGER NOT NULL,
  t1 INTEGER NOT NULL,
  data BLOB NOT NULL,
  UNIQUE (tier, series, t0)
) STRICT;

-- The series took this state at this time.
CREATE TABLE state (
  series INTEGER NOT NULL,
  t INTEGER NOT NULL,
  word TEXT NOT NULL,
  PRIMARY KEY (series, t)
) STRICT, WITHOUT ROWID;

-- Written last by a flush that must be on disk.
CREATE TABLE flush (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  number INTEGER NOT NULL
) STRICT;
INSERT INTO flush VALUES (1, 0);
