-- A message for one channel. id: the order in which they were put in. key: a message is put in once under it.
-- idx: the index of the journal entry that means it; null when none does. level: 0 info, 1 warning, 2 critical.
-- state: 0 waiting, 1 attempting, 2 delivered, 3 dead. doubt: 1 when an attempt with an unknown outcome went before.
-- alerts: their names, each after a space. Times are in ns since 1970.
CREATE TABLE parcel (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  idx INTEGER,
  channel TEXT NOT NULL,
  kind TEXT NOT NULL,
  level INTEGER NOT NULL,
  bot TEXT,
  alerts TEXT NOT NULL,
  at INTEGER NOT NULL,
  state INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  next INTEGER,
  attempted INTEGER,
  ended INTEGER,
  doubt INTEGER NOT NULL,
  why TEXT,
  reference TEXT,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX parcel_line ON parcel (channel, id) WHERE state < 2;
CREATE INDEX parcel_channel ON parcel (channel);
CREATE INDEX parcel_state ON parcel (state);
CREATE INDEX parcel_channel_state ON parcel (channel, state);
CREATE INDEX parcel_bot ON parcel (bot) WHERE bot IS NOT NULL;

-- Entries of the journal on which the router failed. at: the entry's time.
CREATE TABLE unrouted (
  idx INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  why TEXT NOT NULL
) STRICT;

-- Every fact about alerts, once. id: the index of the journal entry times 2^20, plus the place there.
-- topic: 1 transitions, 2 notices, 3 silences. body: the fact as the journal encodes it, an entry with this fact alone.
CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  topic INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX change_topic ON change (topic, at);

-- Every alert as it is now. at: when it changed last, by the change of this id. body: as in change.
-- state: the place of the state in AlertState; over: 1 when that is an end.
CREATE TABLE alert (
  num INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  rule TEXT NOT NULL,
  bot TEXT,
  level INTEGER NOT NULL,
  state INTEGER NOT NULL,
  over INTEGER NOT NULL,
  at INTEGER NOT NULL,
  change INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX alert_at ON alert (at);
CREATE INDEX alert_state ON alert (state, at);
CREATE INDEX alert_rule ON alert (rule, at);
CREATE INDEX alert_bot ON alert (bot, at) WHERE bot IS NOT NULL;

-- Which changes speak of an alert.
CREATE TABLE alert_change (
  alert INTEGER NOT NULL,
  change INTEGER NOT NULL,
  PRIMARY KEY (alert, change)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_change_change ON alert_change (change);

-- The parcels of entries up to idx are in, and their facts about alerts up to logged, which is never the greater one.
-- What entries up to doubtful mean may have been sent already, and been forgotten with the machine's power.
-- boot: which run of the machine has the file open; null when nobody has.
CREATE TABLE progress (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  idx INTEGER NOT NULL,
  logged INTEGER NOT NULL,
  doubtful INTEGER NOT NULL,
  boot TEXT
) STRICT;
