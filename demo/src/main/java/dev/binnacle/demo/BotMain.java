package dev.binnacle.demo;

import dev.binnacle.client.Monitor;
import dev.binnacle.exchange.Candle;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.PaperGateway;
import dev.binnacle.exchange.PublicTrade;
import dev.binnacle.model.Symbol;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One paper bot as a process: {@code BotMain STRATEGY EXCHANGE SPOOL}, with {@code BINNACLE_URL}, {@code BINNACLE_BOT} and {@code
 * BINNACLE_TOKEN} in its environment. Ends when its standard input does.
 */
public final class BotMain {
  private static final Logger log = LoggerFactory.getLogger(BotMain.class);
  private static final Symbol SYMBOL = ExchangeMain.SYMBOL;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration BREATH = Duration.ofMillis(100);
  private static final Duration REST_AFTER_TROUBLE = Duration.ofMillis(500);

  private final Strategy strategy;
  private final PaperGateway gateway;
  private final Reporter reporter;
  private final Trader trader;
  private volatile boolean closing;

  private BotMain(Strategy strategy, PaperGateway gateway, Reporter reporter, Lots lots) {
    this.strategy = strategy;
    this.gateway = gateway;
    this.reporter = reporter;
    String run = Long.toString(Instant.now().toEpochMilli(), 36);
    this.trader = new Trader(gateway, reporter, strategy.name(), run, lots);
  }

  public static void main(String[] args) throws InterruptedException {
    Map<String, String> environment = System.getenv();
    if (args.length != 3 || !environment.keySet().containsAll(List.of("BINNACLE_BOT", "BINNACLE_URL", "BINNACLE_TOKEN"))) {
      System.err
          .println("usage: BotMain trend|meanrev|grid EXCHANGE SPOOL, with BINNACLE_URL, BINNACLE_BOT and BINNACLE_TOKEN set");
      System.exit(2);
    }
    String bot = String.valueOf(environment.get("BINNACLE_BOT"));
    String url = String.valueOf(environment.get("BINNACLE_URL"));
    String token = String.valueOf(environment.get("BINNACLE_TOKEN"));
    Strategy strategy = switch (args[0]) {
      case "trend" -> new TrendStrategy();
      case "meanrev" -> new MeanReversionStrategy();
      case "grid" -> new GridStrategy();
      default -> throw new IllegalArgumentException("the strategy must be trend, meanrev or grid, was " + args[0]);
    };
    try (Monitor monitor = Reporter.connect(bot, URI.create(url), token, strategy, Path.of(args[2]))) {
      Reporter reporter = new Reporter(monitor);
      try (PaperGateway gateway = new PaperGateway(URI.create(args[1]), bot, reporter::called)) {
        BotMain main = new BotMain(strategy, gateway, reporter, new Lots(Path.of(args[2], bot + "-lots.json")));
        Thread trading = Thread.ofPlatform().name("trading").start(main::trade);
        StandardInput.awaitEnd();
        main.closing = true;
        LockSupport.unpark(trading);
        trading.join(TimeUnit.SECONDS.toMillis(5));
      }
    }
    System.exit(0);
  }

  private void trade() {
    while (!closing) {
      try {
        session();
      } catch (ExchangeException e) {
        trouble(e);
      } catch (RuntimeException e) {
        log.error("the bot stumbled and goes on", e);
        reporter.error("Unexpected", String.valueOf(e), Instant.now());
        LockSupport.parkNanos(REST_AFTER_TROUBLE.toNanos());
      }
    }
  }

  /** From a fresh look at the market until something breaks. */
  private void session() {
    List<Candle> past = gateway.candles(SYMBOL, Market.BAR, strategy.warmUp() * 2);
    Market market = new Market(past);
    trader.takeOver(Instant.now());
    reporter.healthy();
    long seen = -1;
    boolean first = true;
    while (!closing) {
      try {
        List<PublicTrade> trades = gateway.trades(SYMBOL, seen, PATIENCE);
        int bars = 0;
        for (PublicTrade trade : trades) {
          bars += market.see(trade);
          seen = trade.number();
        }
        Instant now = Instant.now();
        market.lastPrice().ifPresent(price -> reporter.mark(SYMBOL, price));
        trader.sync(now);
        if ((bars > 0 || first) && market.bars().getBarCount() >= strategy.warmUp()) {
          trader.carryOut(strategy.decide(market.bars(), trader.net(), trader.open()), now);
          first = false;
        }
        reporter.healthy();
        LockSupport.parkNanos(BREATH.toNanos());
      } catch (ExchangeException e) {
        trouble(e);
        trader.resync(Instant.now());
      }
    }
    trader.leave(Instant.now());
  }

  private void trouble(ExchangeException e) {
    log.warn("the venue: {}", e.getMessage());
    reporter.trouble(e, Instant.now());
    LockSupport.parkNanos(REST_AFTER_TROUBLE.toNanos());
  }
}
