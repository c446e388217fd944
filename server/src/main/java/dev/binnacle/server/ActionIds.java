package dev.binnacle.server;

import dev.binnacle.exchange.OrderRequest;
import dev.binnacle.model.ActionId;
import dev.binnacle.model.OrderKind;
import dev.binnacle.web.api.Acts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Names of acts, and of the orders that are sent for them. */
final class ActionIds {
  /** Kraken takes 18 characters in a client's order id of free text, the fewest of the venues that we know. */
  private static final int LONGEST = 18;
  private static final String PREFIX = "bn";
  private static final int DIGITS = 16;
  /** Fewer digits than that could meet those of another order. */
  static final int LEAST_DIGITS = 10;

  private ActionIds() {}

  /** The same for the same person and key; never used before for none. */
  static ActionId of(Acts.Asking asking) {
    String key = asking.key();
    return new ActionId(
        "a" + hex(key == null ? UUID.randomUUID().toString() : asking.operator() + '\n' + key).substring(0, DIGITS));
  }

  /** The sender's id of an act's order: it begins as the bot's own do, so that a halt of the bot finds it. */
  static String client(ActionId id, @Nullable String prefix) {
    String begin = prefix == null ? PREFIX : prefix;
    return begin + id.value().substring(1, 1 + Math.min(DIGITS, Math.max(LEAST_DIGITS, LONGEST - begin.length())));
  }

  static OrderRequest request(String client, Acts.NewOrder order) {
    return new OrderRequest(
        client, order.symbol(), order.side(), order.price() == null ? OrderKind.MARKET : OrderKind.LIMIT, order.quantity(),
        order.price(), order.reduceOnly());
  }

  private static String hex(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
