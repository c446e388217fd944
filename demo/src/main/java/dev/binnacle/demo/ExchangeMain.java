package dev.binnacle.demo;

import dev.binnacle.exchange.PaperExchange;
import dev.binnacle.exchange.PaperServer;
import dev.binnacle.exchange.TradeTape;
import dev.binnacle.model.Symbol;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** The paper exchange as a process: {@code ExchangeMain SPEED PORT SCENARIO STATE-FILE
 * ADDRESS-FILE}. Ends when its standard input does. */
public final class ExchangeMain {
  static final Symbol SYMBOL = new Symbol("BTC/USD");
  /** 100,000 trades of Bitstamp from 25 November to 1 December 2013, as ta4j's examples carry them. */
  private static final String TAPE = "/bitstamp_trades_from_20131125_usd.csv";
  /** How much of the tape lies before the first start, so that indicators have a past. */
  static final Duration WARM_UP = Duration.ofHours(8);

  private ExchangeMain() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 5) {
      System.err.println("usage: ExchangeMain SPEED PORT SCENARIO STATE-FILE ADDRESS-FILE");
      System.exit(2);
    }
    TradeTape tape = tape();
    PaperServer.Options options = new PaperServer.Options(
        Integer.parseInt(args[1]),
        Double.parseDouble(args[0]),
        tape.numberAt(tape.start().plus(WARM_UP)),
        Path.of(args[3]),
        SYMBOL,
        PaperExchange.Terms.STANDARD);
    try (PaperServer server = PaperServer.start(tape, options); Scenario scenario = Scenario.named(args[2], server.exchange())) {
      scenario.start();
      publish(Path.of(args[4]), server.address().toString());
      StandardInput.awaitEnd();
    }
  }

  static TradeTape tape() throws IOException {
    try (InputStream csv = ExchangeMain.class.getResourceAsStream(TAPE)) {
      if (csv == null) {
        throw new IOException("the tape " + TAPE + " is missing from the class path; build the distribution again");
      }
      return TradeTape.read(csv);
    }
  }

  private static void publish(Path file, String address) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, address);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
