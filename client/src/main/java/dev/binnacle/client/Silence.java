package dev.binnacle.client;

/** What a guard does when there has been no link to the server for longer than the grace time. */
public enum Silence {
  /** Nothing: the bot trades on. */
  GO_ON,
  /** Lets only what reduces pass. Ends by itself when the server is back. */
  REDUCE,
  /** Latches a halt, which only a named operator releases. */
  STOP
}
