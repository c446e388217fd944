package dev.binnacle.client;

/** A bot's own part in a halt. */
public interface HaltListener {
  /**
   * Does what the bot does about a halt: cancels, flattens, tidies up. Returns when it is done, since only then the server is told so.
   * What it throws is told instead, and the halt names this bot as not done.
   *
   * <p>Called on the thread {@code binnacle-halt}, one halt after the other; it may wait for a venue. After a crash it is called again
   * for what was not done, so it must look at what is there rather than remember what it did.
   */
  void halted(HaltOrder halt) throws Exception;
}
