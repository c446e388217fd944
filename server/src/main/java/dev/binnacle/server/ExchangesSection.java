package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.model.Currency;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Symbol;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads which exchanges the server may act on, and which bot trades at which. */
final class ExchangesSection {
  private static final List<String> VENUES = List.of("paper", "kraken", "binance");
  private static final Duration SIXTY = Duration.ofSeconds(60);
  private static final String TOLERANCE = "a number of at least 0, such as 0.01: how much may differ";

  private ExchangesSection() {}

  static Map<String, Settings.Exchange> read(SettingsSection section) {
    Map<String, Settings.Exchange> exchanges = new LinkedHashMap<>();
    for (String name : List.copyOf(section.keys())) {
      SettingsSection its = section.section(name);
      Settings.Exchange exchange = exchange(name, its);
      its.refuseUnknown();
      if (exchange != null) {
        exchanges.put(name, exchange);
      }
    }
    return exchanges;
  }

  private static Settings.@Nullable Exchange exchange(String name, SettingsSection section) {
    String type = section.optionalText("type");
    URI url = section.optional("url", "an address such as http://127.0.0.1:8090", URI::create);
    if (type == null || !VENUES.contains(type)) {
      section.problem("type",
          "must be one of " + String.join(", ", VENUES) + ", was " + (type == null ? "missing" : "\"" + type + "\""));
      return null;
    }
    return type.equals("paper") ? paper(section, url) : venue(name, section, type, url);
  }

  private static Settings.@Nullable Exchange paper(SettingsSection section, @Nullable URI url) {
    Secret key = section.secret("key");
    if (key == null) {
      section.problem("key", "is missing: write it as ${VARIABLE} and set that in the environment");
      return null;
    }
    if (url == null) {
      section.problem("url", "is missing: a paper exchange needs its address");
      return null;
    }
    return new Settings.Exchange.Paper(url, key);
  }

  private static Settings.@Nullable Exchange venue(String name, SettingsSection section, String type, @Nullable URI url) {
    Settings.VenueKey key = VenueKeys.read(name, section);
    Set<Symbol> symbols = symbols(section);
    boolean byHand = section.flag("manual-orders", false);
    Currency currency = section.optional("currency", "a currency such as USD", Currency::new);
    if (symbols.isEmpty() || currency == null) {
      section.problem(
          currency == null ? "currency" : "symbols",
          "is missing: " + type + " needs the symbols that the account trades, and a currency");
      return null;
    }
    for (Symbol symbol : symbols) {
      int slash = symbol.value().indexOf('/');
      if (slash < 1 || slash == symbol.value().length() - 1) {
        section.problem("symbols", "must hold pairs such as BTC/USD, was \"" + symbol + "\"");
        return null;
      }
    }
    return key == null ? null : new Settings.Exchange.Venue(type, key, symbols, currency, url, byHand);
  }

  /** The account of one bot: the name of an exchange, or a section that also says which part of its account is the bot's. */
  static Settings.@Nullable Account account(SettingsSection bot) {
    if (!bot.has("exchange")) {
      return null;
    }
    if (!bot.isSection("exchange")) {
      String name = bot.optionalText("exchange");
      return name == null ? null : new Settings.Account(name, Set.of(), null, true);
    }
    SettingsSection section = bot.section("exchange");
    String name = section.optionalText("name");
    String prefix = section.optionalText("order-prefix");
    Set<Symbol> symbols = symbols(section);
    boolean reconciled = section.flag("reconcile", true);
    section.refuseUnknown();
    if (name == null) {
      section.problem("name", "is missing: the exchange, as the section exchanges names it");
      return null;
    }
    return new Settings.Account(name, symbols, prefix == null || prefix.isEmpty() ? null : prefix, reconciled);
  }

  static Settings.Reconciling reconciling(SettingsSection section) {
    Settings.Reconciling plain = Settings.Reconciling.DEFAULTS;
    boolean isOff = "off".equals(section.optionalText("every"));
    Duration every = isOff ? null : section.duration("every", SIXTY, Duration.ofSeconds(5));
    BigDecimal quantity = section.parsed("quantity", plain.quantity(), TOLERANCE, ExchangesSection::tolerance);
    BigDecimal balance = section.parsed("balance", plain.balance(), TOLERANCE, ExchangesSection::tolerance);
    section.refuseUnknown();
    return new Settings.Reconciling(every, quantity, balance);
  }

  private static @Nullable BigDecimal tolerance(String text) {
    BigDecimal number = new BigDecimal(text);
    return number.signum() < 0 ? null : number;
  }

  private static Set<Symbol> symbols(SettingsSection section) {
    Set<Symbol> symbols = new LinkedHashSet<>();
    for (String text : section.texts("symbols")) {
      try {
        symbols.add(new Symbol(text));
      } catch (InvalidValueException e) {
        section.problem("symbols", "holds \"" + text + "\", which is no symbol: " + e.getMessage());
      }
    }
    return symbols;
  }

  /** What stands in two places must agree: an exchange is named that is there, and bots that share one can be told apart. */
  static void check(SettingsSection bots, Map<BotId, Settings.Bot> read, Map<String, Settings.Exchange> exchanges) {
    Map<String, BotId> whole = new LinkedHashMap<>();
    Map<String, BotId> any = new LinkedHashMap<>();
    read.forEach(
        (bot, its) -> {
          Settings.Account account = its.account();
          if (account == null) {
            return;
          }
          if (!exchanges.containsKey(account.exchange())) {
            bots.problem(
                bot.value(),
                "trades at exchange \"" + account.exchange() + "\", which the section exchanges does not name; it names "
                    + exchanges.keySet());
            return;
          }
          BotId other = account.isWhole() ? any.get(account.exchange()) : whole.get(account.exchange());
          if (other != null) {
            bots.problem(
                bot.value(),
                "shares the account of exchange \"" + account.exchange() + "\" with " + other
                    + ", and a halt of one would cancel the other's orders: give each symbols or an order-prefix, or an exchange of its own");
          }
          any.putIfAbsent(account.exchange(), bot);
          if (account.isWhole()) {
            whole.putIfAbsent(account.exchange(), bot);
          }
        });
  }
}
