package dev.binnacle.notify;

import dev.binnacle.model.Level;
import java.io.PrintStream;

/** The server's own terminal. Control characters of a message are not passed on: a terminal would obey them. */
final class ConsoleChannel implements Channel {
  private static final String RESET = "\u001b[0m";

  private final PrintStream out;
  private final boolean colour;

  ConsoleChannel(PrintStream out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  @Override
  public Outcome send(Dispatch dispatch) {
    String text = harmless(dispatch.letter().plain());
    out.println(colour ? colour(dispatch.message()) + text + RESET : text);
    return out.checkError()
        ? new Outcome.Refused("the terminal does not take any text")
        : Outcome.Delivered.PLAIN;
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  @Override
  public Limits limits() {
    return Limits.NONE;
  }

  private static String colour(Message message) {
    if (message.tone() == Message.Tone.GOOD) {
      return "\u001b[32m";
    }
    return message.level() == Level.CRITICAL ? "\u001b[31m" : message.level() == Level.WARNING ? "\u001b[33m" : "";
  }

  static String harmless(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> clean.appendCodePoint(c != '\n' && c != '\t' && Character.getType(c) == Character.CONTROL ? '\ufffd' : c));
    return clean.toString();
  }
}
