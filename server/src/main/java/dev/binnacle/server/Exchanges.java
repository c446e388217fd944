package dev.binnacle.server;

import dev.binnacle.exchange.Gateways;
import dev.binnacle.exchange.OrderScope;
import dev.binnacle.exchange.PacedGateway;
import dev.binnacle.exchange.Pacing;
import dev.binnacle.exchange.PaperGateway;
import dev.binnacle.exchange.Timepiece;
import dev.binnacle.exchange.VenueAccount;
import dev.binnacle.model.BotId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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

  /** An account that is opened when it is first asked for. */
  private static final class Account implements Supplier<PacedGateway> {
    private final Supplier<PacedGateway> opening;
    private final ReentrantLock flattening = new ReentrantLock();
    private @Nullable PacedGateway opened;

    Account(Supplier<PacedGateway> opening) {
      this.opening = opening;
    }

    @Override
    public synchronized PacedGateway get() {
      PacedGateway known = opened;
      if (known == null) {
        known = opening.get();
        opened = known;
      }
      return known;
    }

    synchronized void close() {
      if (opened != null) {
        opened.close();
      }
    }
  }

  Exchanges(Map<String, Settings.Exchange> exchanges, Map<BotId, Settings.Bot> bots, Timepiece time) {
    exchanges.forEach((name, its) -> accounts.put(name, new Account(() -> open(its, time))));
    bots.forEach(
        (bot, its) -> {
          Settings.Account account = its.account();
          Account known = account == null ? null : accounts.get(account.exchange());
          if (account != null && known != null) {
            byBot.put(bot, access(known, account, exchanges.get(account.exchange())));
          }
        });
  }

  /** With ways to exchanges that somebody else has opened, and closes. */
  Exchanges(Map<BotId, ExchangeAccess> ways) {
    byBot.putAll(ways);
  }

  private static ExchangeAccess access(Account known, Settings.Account account, Settings.@Nullable Exchange exchange) {
    boolean real = exchange instanceof Settings.Exchange.Venue;
    boolean byHand = !(exchange instanceof Settings.Exchange.Venue venue) || venue.manualOrders();
    return new ExchangeAccess(
        known, known.flattening, orders(account), account.symbols(), account.orderPrefix(), real, byHand);
  }

  private static PacedGateway open(Settings.Exchange exchange, Timepiece time) {
    return switch (exchange) {
      case Settings.Exchange.Paper(var url, var key) -> new PacedGateway(
          new PaperGateway(url, key.reveal(), (endpoint, status, took, remaining, limit) -> {}), new Pacing(time, PAPER));
      case Settings.Exchange.Venue venue -> Gateways.open(
          new VenueAccount(venue.name(), VenueKeys.open(venue.key()), venue.symbols(), venue.currency(), venue.url()), time);
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

  /** A whole account by its name, whoever trades there. */
  Optional<ExchangeAccess> whole(String exchange) {
    Account account = accounts.get(exchange);
    return account == null
        ? Optional.empty()
        : Optional.of(new ExchangeAccess(account, account.flattening, OrderScope.ALL, Set.of(), null, false, false));
  }

  @Override
  public void close() {
    accounts.forEach(
        (name, account) -> {
          try {
            account.close();
          } catch (RuntimeException e) {
            LOG.warn("the connection to exchange {} did not end as it should", name, e);
          }
        });
  }
}
