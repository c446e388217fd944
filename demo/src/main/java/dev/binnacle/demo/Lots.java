package dev.binnacle.demo;

import dev.binnacle.exchange.Fill;
import dev.binnacle.model.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a bot holds as the lots it was bought in. A fill against the position closes the oldest lots first; what is left of it opens a
 * lot on the other side. Confined to the bot's thread.
 */
final class Lots {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final Deque<Lot> lots = new ArrayDeque<>();
  private final Path file;

  /** Begins with the lots that a run before left in the file; a file that cannot be read counts as none. */
  Lots(Path file) {
    this.file = file;
    try {
      if (Files.exists(file)) {
        lots.addAll(List.of(JSON.readValue(Files.readAllBytes(file), Lot[].class)));
      }
    } catch (IOException | JacksonException e) {
      lots.clear();
    }
  }

  /**
   * @param fee what opening it cost, in the currency of the account
   */
  record Lot(String tradeId, Side side, BigDecimal price, BigDecimal quantity, BigDecimal fee, Instant openedAt) {}

  /**
   * @param fees of opening and closing this part
   */
  record Closed(Lot lot, BigDecimal quantity, BigDecimal exitPrice, BigDecimal pnl, BigDecimal fees) {}

  /** What a fill led to: lots closed, whole or in part, and a lot opened by the rest. */
  record Result(List<Closed> closed, List<Lot> opened) {}

  Result take(Fill fill, String tradeId, Instant now) {
    List<Closed> closed = new ArrayList<>();
    BigDecimal left = fill.quantity();
    while (left.signum() > 0 && !lots.isEmpty() && lots.peekFirst().side != fill.side()) {
      Lot lot = lots.removeFirst();
      BigDecimal part = left.min(lot.quantity);
      closed.add(close(lot, part, fill));
      if (part.compareTo(lot.quantity) < 0) {
        lots.addFirst(rest(lot, part));
      }
      left = left.subtract(part);
    }
    if (left.signum() == 0) {
      save();
      return new Result(closed, List.of());
    }
    Lot opened = new Lot(tradeId, fill.side(), fill.price(), left, share(fill.fee().amount(), left, fill.quantity()), now);
    lots.addLast(opened);
    save();
    return new Result(closed, List.of(opened));
  }

  private static Closed close(Lot lot, BigDecimal part, Fill fill) {
    BigDecimal pnl = fill.price().subtract(lot.price).multiply(part).multiply(lot.side.sign());
    BigDecimal fees = share(lot.fee, part, lot.quantity).add(share(fill.fee().amount(), part, fill.quantity()));
    return new Closed(lot, part, fill.price(), pnl, fees);
  }

  private static Lot rest(Lot lot, BigDecimal part) {
    BigDecimal left = lot.quantity.subtract(part);
    return new Lot(lot.tradeId, lot.side, lot.price, left, share(lot.fee, left, lot.quantity), lot.openedAt);
  }

  private static BigDecimal share(BigDecimal whole, BigDecimal part, BigDecimal of) {
    return whole.multiply(part).divide(of, MathContext.DECIMAL64).setScale(8, RoundingMode.HALF_EVEN);
  }

  /** The sum of all lots: above zero long, below zero short. */
  BigDecimal net() {
    return lots.stream().map(lot -> lot.quantity.multiply(lot.side.sign())).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Replaces all lots by these: what the venue says is held, when the lots say something else. */
  void adopt(List<Lot> held) {
    lots.clear();
    lots.addAll(held);
    save();
  }

  private void save() {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.write(part, JSON.writeValueAsBytes(lots.toArray(new Lot[0])));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the lots in " + file, e);
    }
  }
}
