package dev.binnacle.server;

import dev.binnacle.model.Money;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads whether people may place orders, and within which limits. */
final class TradingSection {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private TradingSection() {}

  static Settings.Trading read(SettingsSection section) {
    Settings.Trading plain = Settings.Trading.DEFAULTS;
    boolean on = section.flag("manual-orders", false);
    Settings.Trading read = new Settings.Trading(
        on,
        money(section, "max-order-value"),
        quantities(section),
        money(section, "max-exposure"),
        section.integer("max-messages", plain.messages(), 1, 100),
        section.duration("within", plain.within(), SECOND),
        section.duration("duplicates-within", plain.duplicates(), SECOND),
        section.parsed("max-price-distance-pct", plain.priceDistancePct(), "a number from 0 to 100, such as 2.5", text -> {
          BigDecimal number = new BigDecimal(text);
          return number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(100)) <= 0 ? number : null;
        }));
    section.refuseUnknown();
    if (on && (read.orderValue() == null || read.exposure() == null)) {
      section.problem(
          read.orderValue() == null ? "max-order-value" : "max-exposure",
          "is missing: orders by hand need a limit such as 5000 USD");
    }
    return read;
  }

  private static @Nullable Money money(SettingsSection section, String key) {
    return section.<Money>optional(key, "an amount and its currency, such as 5000 USD", text -> {
      String[] parts = text.strip().split(" +", 3);
      Money money = parts.length == 2 ? Money.of(parts[0], parts[1]) : null;
      return money == null || money.signum() <= 0 ? null : money;
    });
  }

  private static Map<Symbol, BigDecimal> quantities(SettingsSection section) {
    SettingsSection named = section.names("max-quantity");
    Map<Symbol, BigDecimal> quantities = new HashMap<>();
    for (String name : named.keys()) {
      BigDecimal most = named.<BigDecimal>optional(name, "a number above 0", text -> {
        BigDecimal number = new BigDecimal(text);
        return number.signum() > 0 ? number : null;
      });
      if (most != null) {
        quantities.put(new Symbol(name), most);
      }
    }
    return quantities;
  }
}
