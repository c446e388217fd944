package dev.binnacle.exchange;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Recorded trades, replayed for ever: after the last comes the first again, a moment later.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class TradeTape {
  private static final long PAUSE_BETWEEN_LAPS_SECONDS = 10;

  private final List<Recorded> trades;
  private final long lapSeconds;

  private TradeTape(List<Recorded> trades) {
    if (trades.size() < 2) {
      throw new IllegalArgumentException("a tape needs at least 2 trades, had " + trades.size());
    }
    this.trades = List.copyOf(trades);
    this.lapSeconds = trades.get(trades.size() - 1).epochSecond - trades.get(0).epochSecond + PAUSE_BETWEEN_LAPS_SECONDS;
  }

  private record Recorded(long epochSecond, BigDecimal price, BigDecimal quantity) {}

  /**
   * Reads lines of {@code epoch-second,price,quantity} after one line of headings, in the order of time.
   *
   * @throws IOException if it cannot be read, or a line is not of that form; the message names the line
   */
  public static TradeTape read(InputStream csv) throws IOException {
    List<Recorded> trades = new ArrayList<>(100_000);
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(csv, StandardCharsets.US_ASCII))) {
      lines.readLine();
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        trades.add(parse(line, number));
      }
    }
    return new TradeTape(trades);
  }

  public static TradeTape of(List<PublicTrade> trades) {
    return new TradeTape(
        trades.stream().map(t -> new Recorded(t.at().getEpochSecond(), t.price(), t.quantity())).toList());
  }

  private static Recorded parse(String line, int number) throws IOException {
    int first = line.indexOf(',');
    int second = line.indexOf(',', first + 1);
    if (first < 0 || second < 0) {
      throw new IOException("line " + number + " of the tape must be epoch-second,price,quantity, was: " + line);
    }
    try {
      return new Recorded(
          Long.parseLong(line.substring(0, first)),
          new BigDecimal(line.substring(first + 1, second)).stripTrailingZeros(),
          new BigDecimal(line.substring(second + 1)).stripTrailingZeros());
    } catch (NumberFormatException e) {
      throw new IOException("line " + number + " of the tape holds something that is no number: " + line, e);
    }
  }

  public int size() {
    return trades.size();
  }

  /**
   * The trade with this number, from 0 without end. Its time goes on rising from lap to lap.
   */
  public PublicTrade trade(long number) {
    Recorded recorded = trades.get((int) (number % trades.size()));
    long lap = number / trades.size();
    return new PublicTrade(
        number, Instant.ofEpochSecond(recorded.epochSecond + lap * lapSeconds), recorded.price, recorded.quantity);
  }

  /** The number of the first trade of the first lap at or after this time; the tape's size when there is none. */
  public long numberAt(Instant time) {
    int low = 0;
    int high = trades.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (trades.get(middle).epochSecond < time.getEpochSecond()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  public Instant start() {
    return Instant.ofEpochSecond(trades.get(0).epochSecond);
  }
}
