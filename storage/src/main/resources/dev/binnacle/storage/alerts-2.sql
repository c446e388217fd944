-- Every fact about halts, and about what operators had done, once. id: the index of the journal entry times 2^20, plus the place there.
-- halt: null of what an operator had done. bot: null of what speaks of a halt as a whole. begun: 1 of a fact that begins a halt.
-- body: the fact as the journal encodes it, an entry with this fact alone.
CREATE TABLE control (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  halt TEXT,
  bot TEXT,
  begun INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX control_halt ON control (halt, id) WHERE halt IS NOT NULL;
CREATE INDEX control_at ON control (at);
CREATE INDEX control_begun ON control (at) WHERE begun = 1;
