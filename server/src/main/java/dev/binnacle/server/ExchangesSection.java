package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.model.InvalidValueException;
import dev.binnacle.model.Symbol;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads which exchanges the server may act on, and which bot trades at which. */
final class ExchangesSection {
  private ExchangesSection() {}

  static Map<String, Settings.Exchange> read(SettingsSection section) {
    Map<String, Settings.Exchange> exchanges = new LinkedHashMap<>();
    for (String name : List.copyOf(section.keys())) {
      SettingsSection its = section.section(name);
      Settings.Exchange exchange = exchange(its);
      its.refuseUnknown();
      if (exchange != null) {
        exchanges.put(name, exchange);
      }
    }
    return exchanges;
  }

  private static Settings.@Nullable Exchange exchange(SettingsSection section) {
    String type = section.optionalText("type");
    URI url = section.optional("url", "an address such as http://127.0.0.1:8090", URI::create);
    Secret key = section.secret("key");
    if (!"paper".equals(type)) {
      section.problem("type", "must be paper, was " + (type == null ? "missing" : "\"" + type + "\""));
      return null;
    }
    if (url == null || key == null) {
      section.problem(url == null ? "url" : "key", "is missing: a paper exchange needs its address and the key of an account");
      return null;
    }
    return new Settings.Exchange.Paper(url, key);
  }

  /** The account of one bot: the name of an exchange, or a section that also says which part of its account is the bot's. */
  static Settings.@Nullable Account account(SettingsSection bot) {
    if (!bot.has("exchange")) {
      return null;
    }
    if (!bot.isSection("exchange")) {
      String name = bot.optionalText("exchange");
      return name == null ? null : new Settings.Account(name, Set.of(), null);
    }
    SettingsSection section = bot.section("exchange");
    String name = section.optionalText("name");
    String prefix = section.optionalText("order-prefix");
    Set<Symbol> symbols = new LinkedHashSet<>();
    for (String text : section.texts("symbols")) {
      try {
        symbols.add(new Symbol(text));
      } catch (InvalidValueException e) {
        section.problem("symbols", "holds \"" + text + "\", which is no symbol: " + e.getMessage());
      }
    }
    section.refuseUnknown();
    if (name == null) {
      section.problem("name", "is missing: the exchange, as the section exchanges names it");
      return null;
    }
    return new Settings.Account(name, symbols, prefix == null || prefix.isEmpty() ? null : prefix);
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
