package dev.binnacle.demo;

import dev.binnacle.client.Monitor;
import dev.binnacle.config.LiveConfig;
import dev.binnacle.exchange.Candle;
import dev.binnacle.exchange.ExchangeException;
import dev.binnacle.exchange.PaperGateway;
import dev.binnacle.exchange.PublicTrade;
import dev.binnacle.model.Symbol;
import java.io.IOException;
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
 * One paper bot as a process: {@code BotMain STRATEGY EXCHANGE SPOOL SETTINGS SCENARIO}, with {@code BINNACLE_URL}, {@code BINNACLE_BOT} and {@code
 * BINNACLE_TOKEN} in its environment. Ends when its standard input does.
 */
public final class BotMain {
  private static final Logger log = LoggerFactory.getLogger(BotMain.class);
  private static final Symbol SYMBOL = ExchangeMain.SYMBOL;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration BREATH = Duration.ofMillis(100);
  private static final Duration REST_AFTER_TROUBLE = Duration.ofMillis(500);

  private static final Duration FIRST_MISTAKE = Duration.ofSeconds(20);
  private static final Duration BETWEEN_MISTAKES = Duration.ofSeconds(10);

  private final Strategy strategy;
  private final LivePlaybook<?> playbook;
  private final FlatGate gate;
  private final TrialWatch watch;
  private final PaperGateway gateway;
  private final Reporter reporter;
  private final Trader trader;
  private volatile boolean closing;

  /** A strategy with its live parameters. */
  private record Kit(Strategy strategy, LiveConfig<? extends Paced> config, LivePlaybook<?> playbook) {}

  private BotMain(Kit kit, FlatGate gate, PaperGateway gateway, Monitor monitor, Reporter reporter, Lots lots) {
    this.strategy = kit.strategy;
    this.playbook = kit.playbook;
    this.gate = gate;
    this.watch = new TrialWatch(kit.config);
    this.gateway = gateway;
    this.reporter = reporter;
    String run = Long.toString(Instant.now().toEpochMilli(), 36);
    this.trader = new Trader(gateway, monitor.guard(), reporter, strategy.name(), run, lots);
    monitor.onHalt(halt -> gate.act(trader, () -> trader.halt(halt, Instant.now())));
  }

  public static void main(String[] args) throws InterruptedException, IOException {
    Map<String, String> environment = System.getenv();
    if (args.length != 5 || !environment.keySet().containsAll(List.of("BINNACLE_BOT", "BINNACLE_URL", "BINNACLE_TOKEN"))) {
      System.err.println(
          "usage: BotMain trend|meanrev|grid EXCHANGE SPOOL SETTINGS SCENARIO, with BINNACLE_URL, BINNACLE_BOT and BINNACLE_TOKEN set");
      System.exit(2);
    }
    FlatGate gate = new FlatGate();
    Kit kit = kit(args[0], Path.of(args[3]), gate);
    try (LiveConfig<? extends Paced> config = kit.config;
        BadConfig mistakes = new BadConfig(config, FIRST_MISTAKE, BETWEEN_MISTAKES)) {
      if (args[4].equals("bad-config") && args[0].equals("trend")) {
        mistakes.start();
      }
      run(kit, gate, args, environment);
    }
    System.exit(0);
  }

  private static void run(Kit kit, FlatGate gate, String[] args, Map<String, String> environment) throws InterruptedException {
    String bot = String.valueOf(environment.get("BINNACLE_BOT"));
    URI server = URI.create(String.valueOf(environment.get("BINNACLE_URL")));
    String token = String.valueOf(environment.get("BINNACLE_TOKEN"));
    try (Monitor monitor = Reporter.connect(bot, server, token, kit.strategy, Path.of(args[2]))) {
      monitor.offer(kit.config);
      Reporter reporter = new Reporter(monitor);
      try (PaperGateway gateway = new PaperGateway(URI.create(args[1]), bot, reporter::called);
          Script script = new Script(steps(args[4], kit, monitor, reporter))) {
        script.start();
        BotMain main = new BotMain(kit, gate, gateway, monitor, reporter, new Lots(Path.of(args[2], bot + "-lots.json")));
        Thread trading = Thread.ofPlatform().name("trading").start(main::trade);
        StandardInput.awaitEnd();
        main.closing = true;
        LockSupport.unpark(trading);
        trading.join(TimeUnit.SECONDS.toMillis(5));
      }
    }
  }

  /** What the scenario has for this bot beside what the venue does. */
  private static List<Script.Step> steps(String scenario, Kit kit, Monitor monitor, Reporter reporter) {
    String strategy = kit.strategy.name();
    boolean trend = kit.strategy instanceof TrendStrategy;
    return switch (scenario) {
      case "errors" -> Mishaps.steps(reporter, trend ? 0 : strategy.equals("grid") ? 6 : 3);
      case "drawdown" -> trend ? Recklessness.steps(kit.config) : List.of();
      case "telegram", "discord" -> kit.config.get() instanceof TrendSettings settings
          ? Showcase.steps(monitor.notifications(), reporter.books(), settings)
          : List.of();
      default -> List.of();
    };
  }

  private static Kit kit(String strategy, Path settings, FlatGate gate) throws IOException {
    return switch (strategy) {
      case "trend" -> {
        LiveConfig<TrendSettings> config = Settings.trend(settings, gate);
        LivePlaybook<TrendSettings> playbook = new LivePlaybook<>(config);
        yield new Kit(new TrendStrategy(playbook), config, playbook);
      }
      case "meanrev" -> {
        LiveConfig<MeanReversionSettings> config = Settings.meanReversion(settings, gate);
        LivePlaybook<MeanReversionSettings> playbook = new LivePlaybook<>(config);
        yield new Kit(new MeanReversionStrategy(playbook), config, playbook);
      }
      case "grid" -> {
        LiveConfig<GridSettings> config = Settings.grid(settings, gate);
        LivePlaybook<GridSettings> playbook = new LivePlaybook<>(config);
        yield new Kit(new GridStrategy(playbook), config, playbook);
      }
      default -> throw new IllegalArgumentException("the strategy must be trend, meanrev or grid, was " + strategy);
    };
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
    gate.act(trader, () -> trader.takeOver(Instant.now()));
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
        gate.act(trader, () -> trader.sync(now));
        if ((bars > 0 || first) && market.bars().getBarCount() >= strategy.warmUp()) {
          decide(market, now);
          first = false;
        }
        reporter.healthy();
        LockSupport.parkNanos(BREATH.toNanos());
      } catch (ExchangeException e) {
        trouble(e);
        gate.act(trader, () -> trader.resync(Instant.now()));
      }
    }
    gate.act(trader, () -> trader.leave(Instant.now()));
  }

  /** A decision and its orders are one, so that the parameters that must wait do not change between them. */
  private void decide(Market market, Instant now) {
    int before = trader.sent();
    gate.act(trader, () -> {
      playbook.look();
      Strategy.Wish wish = strategy.decide(market.bars(), trader.net(), trader.open());
      trader.carryOut(wish, now);
      if (wish.orders().stream().anyMatch(order -> !order.reduceOnly())) {
        playbook.tradeOpened();
      }
      playbook.decided();
    });
    watch.placed(trader.sent() - before, now);
  }

  private void trouble(ExchangeException e) {
    log.warn("the venue: {}", e.getMessage());
    reporter.trouble(e, Instant.now());
    LockSupport.parkNanos(REST_AFTER_TROUBLE.toNanos());
  }
}
