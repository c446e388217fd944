-- Bots by number, which their rows bear instead of the name.
CREATE TABLE bot (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- Every durable event, once: idx is the index of its journal entry, ord its place there. at: the event's time in ns.
-- list: in which list it is shown; negative when it was, and a younger row has taken its place.
--   1 trades open, 2 trades closed, 3 orders, 4 positions, 5 balances, 6 errors, 7 reports, 8 occurrences, 11 configurations
-- ref: the trade's or the order's id. body: the event as it travels, JSON with exact decimals.
CREATE TABLE event (
  idx INTEGER NOT NULL,
  ord INTEGER NOT NULL,
  at INTEGER NOT NULL,
  bot INTEGER NOT NULL,
  list INTEGER NOT NULL,
  ref TEXT,
  symbol TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (idx, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_list ON event (list, at);
CREATE INDEX event_bot ON event (bot, list, at);
CREATE INDEX event_ref ON event (bot, ref) WHERE ref IS NOT NULL;

-- What the server decided besides. list: 9 changes of status, 10 irregularities.
CREATE TABLE decision (
  idx INTEGER NOT NULL,
  ord INTEGER NOT NULL,
  at INTEGER NOT NULL,
  bot INTEGER NOT NULL,
  list INTEGER NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT,
  object TEXT,
  reason TEXT,
  low INTEGER,
  high INTEGER,
  PRIMARY KEY (idx, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_list ON decision (list, at);
CREATE INDEX decision_bot ON decision (bot, list, at);

-- Entries up to this index are in.
CREATE TABLE progress (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  idx INTEGER NOT NULL
) STRICT;
INSERT INTO progress VALUES (1, 0);

-- For people who look with SQL.
CREATE VIEW closed_trade AS
  SELECT bot.name AS bot, ref AS trade_id, symbol, body ->> '$.side' AS side, body ->> '$.quantity' AS quantity,
    body ->> '$.exit_price' AS exit_price, body ->> '$.pnl' AS pnl, body ->> '$.fees' AS fees, body ->> '$.currency' AS currency,
    body ->> '$.reason' AS reason, body ->> '$.at' AS at, idx, ord
  FROM event JOIN bot ON bot.id = event.bot WHERE list = 2;
