-- Rows get one number in place of two, by which the table grows only at its end, and its indexes are smaller.
-- id: the index of the journal entry times 2^20, plus the place there. The rest is as it was.
CREATE TABLE event_2 (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  bot INTEGER NOT NULL,
  list INTEGER NOT NULL,
  ref TEXT,
  symbol TEXT,
  body TEXT NOT NULL
) STRICT;
INSERT INTO event_2 SELECT idx * 1048576 + ord, at, bot, list, ref, symbol, body FROM event ORDER BY idx, ord;
DROP VIEW closed_trade;
DROP TABLE event;
ALTER TABLE event_2 RENAME TO event;
CREATE INDEX event_list ON event (list, at);
CREATE INDEX event_bot ON event (bot, list, at);
CREATE INDEX event_ref ON event (bot, ref) WHERE ref IS NOT NULL;

CREATE TABLE decision_2 (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  bot INTEGER NOT NULL,
  list INTEGER NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT,
  object TEXT,
  reason TEXT,
  low INTEGER,
  high INTEGER
) STRICT;
INSERT INTO decision_2 SELECT idx * 1048576 + ord, at, bot, list, kind, subject, object, reason, low, high FROM decision ORDER BY idx, ord;
DROP TABLE decision;
ALTER TABLE decision_2 RENAME TO decision;
CREATE INDEX decision_list ON decision (list, at);
CREATE INDEX decision_bot ON decision (bot, list, at);

-- For people who look with SQL.
CREATE VIEW closed_trade AS
  SELECT bot.name AS bot, ref AS trade_id, symbol, body ->> '$.side' AS side, body ->> '$.quantity' AS quantity,
    body ->> '$.exit_price' AS exit_price, body ->> '$.pnl' AS pnl, body ->> '$.fees' AS fees, body ->> '$.currency' AS currency,
    body ->> '$.reason' AS reason, body ->> '$.at' AS at, event.id / 1048576 AS idx, event.id % 1048576 AS ord
  FROM event JOIN bot ON bot.id = event.bot WHERE list = 2;
