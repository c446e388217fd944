package dev.binnacle.server;

import dev.binnacle.exchange.ExchangeGateway;
import dev.binnacle.exchange.OrderScope;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.exchange.Pacing;
import dev.binnacle.exchange.PaperGateway;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.model.BotId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exchanges that the settings name, and which bot trades at which. Nothing is asked of one before it is needed.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class Exchanges implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Exchanges.class);

  /** A paper exchange takes what it is given; so many that a thousand orders take seconds. */
  private static final Pacing.Rate PAPER = new Pacing.Rate(500, 100);

  private final Map<String, Account> accounts = new TreeMap<>();
  private final Map<BotId, ExchangeAccess> byBot = new HashMap<>();

  private record Account(PacedGateway gateway, ReentrantLock flattening) {}

  Exchanges(Map<String, Settings.Exchange> exchanges, Map<BotId, Settings.Bot> bots, Timepiece time) {
    exchanges.forEach(
        (name, its) -> accounts.put(name, new Account(new PacedGateway(open(its), new Pacing(time, PAPER)), new ReentrantLock())));
    bots.forEach(
        (bot, its) -> {
          Settings.Account account = its.account();
          Account known = account == null ? null : accounts.get(account.exchange());
          if (account != null && known != null) {
            byBot.put(bot, new ExchangeAccess(known.gateway(), known.flattening(), orders(account), account.symbols()));
          }
        });
  }

  private static ExchangeGateway open(Settings.Exchange exchange) {
    return switch (exchange) {
      case Settings.Exchange.Paper(var url, var key) -> new PaperGateway(url, key.reveal(), (endpoint, status, took, remaining, limit) -> {});
    };
  }

  private static OrderScope orders(Settings.Account account) {
    OrderScope scope = account.symbols().isEmpty() ? OrderScope.ALL : OrderScope.of(account.symbols());
    String prefix = account.orderPrefix();
    return prefix == null ? scope : scope.and(OrderScope.ofClient(prefix));
  }

  /** Empty for a bot whose exchange is not known: what it does there is its own word alone. */
  Optional<ExchangeAccess> of(BotId bot) {
    return Optional.ofNullable(byBot.get(bot));
  }

  @Override
  public void close() {
    accounts.forEach(
        (name, account) -> {
          try {
            account.gateway().close();
          } catch (RuntimeException e) {
            LOG.warn("the connection to exchange {} did not end as it should", name, e);
          }
        });
  }
}
