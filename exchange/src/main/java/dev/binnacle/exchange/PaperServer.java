package dev.binnacle.exchange;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.binnacle.model.OrderId;
import dev.binnacle.model.Symbol;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * The paper exchange's face: HTTP with JSON on loopback. An account is whatever key comes in {@code X-Api-Key}; the money is paper.
 * What accounts hold is written to a file twice a second while it changes and found again at the next start.
 *
 * <p><b>Threads:</b> thread-safe; every request has a virtual thread.
 */
public final class PaperServer implements AutoCloseable {
  static final int CALLS_PER_MINUTE = 6_000;
  private static final int LARGEST_BODY = 64 * 1024;
  private static final Logger log = LoggerFactory.getLogger(PaperServer.class);
  /** Of whichever thread asks. */
  private static final RandomGenerator CHANCE = () -> ThreadLocalRandom.current().nextLong();

  private final HttpServer http;
  private final PaperExchange exchange;
  private final TapePlayer player;
  private final @Nullable Path file;
  private final PaperDoor door;
  private final CallBudget budget = new CallBudget(CALLS_PER_MINUTE);
  private final ScheduledExecutorService saver =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("paper-saver").daemon().factory());

  /** What the file holds: the accounts and the place on the tape. */
  record Saved(long next, PaperExchange.Saved exchange) {}

  private PaperServer(HttpServer http, PaperExchange exchange, TapePlayer player, @Nullable Path file) {
    this.http = http;
    this.exchange = exchange;
    this.door = new PaperDoor(exchange, Timepiece.system(), CHANCE);
    this.player = player;
    this.file = file;
  }

  /**
   * @param first the trade to begin with, when there is no file to go on from
   * @param speed how many times faster than recorded the tape runs
   * @param file where the accounts are kept; null to forget them
   */
  public record Options(int port, double speed, long first, @Nullable Path file, Symbol symbol, PaperExchange.Terms terms) {}

  /**
   * @throws IOException if the port is taken or the file cannot be read
   */
  public static PaperServer start(TradeTape tape, Options options) throws IOException {
    Optional<Saved> saved = load(options.file);
    long first = saved.map(Saved::next).orElse(options.first);
    PaperExchange exchange = saved
        .map(s -> new PaperExchange(options.symbol, options.terms, s.exchange))
        .orElseGet(() -> new PaperExchange(options.symbol, options.terms, tape.trade(first).price()));
    HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port), 64);
    PaperServer server = new PaperServer(http, exchange, new TapePlayer(tape, exchange, options.speed, first), options.file);
    http.setExecutor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("paper-", 0).factory()));
    http.createContext("/v1/", server::handle);
    http.start();
    server.player.start();
    server.saver.scheduleWithFixedDelay(server::save, 500, 500, TimeUnit.MILLISECONDS);
    return server;
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  public PaperExchange exchange() {
    return exchange;
  }

  private void handle(HttpExchange call) throws IOException {
    try (call) {
      String account = call.getRequestHeaders().getFirst("X-Api-Key");
      if (account == null || account.isBlank()) {
        answer(call, 401, PaperJson.error("unauthorised", "send the account's key in X-Api-Key"));
        return;
      }
      int remaining = budget.take(account);
      call.getResponseHeaders().set("X-RateLimit-Limit", String.valueOf(CALLS_PER_MINUTE));
      call.getResponseHeaders().set("X-RateLimit-Remaining", String.valueOf(Math.max(0, remaining)));
      if (remaining < 0) {
        throttle(call, "more than " + CALLS_PER_MINUTE + " calls in a minute");
        return;
      }
      route(call, account);
    } catch (RuntimeException e) {
      log.warn("a request to the paper exchange failed: {} {}", call.getRequestMethod(), call.getRequestURI().getPath(), e);
    }
  }

  private static void throttle(HttpExchange call, String why) throws IOException {
    call.getResponseHeaders().set("Retry-After", String.valueOf(PaperDoor.RETRY_AFTER.toSeconds()));
    answer(call, 429, PaperJson.error("throttled", why));
  }

  /** What is broken off has no answer at all: the connection just ends. */
  private void route(HttpExchange call, String account) throws IOException {
    try {
      // A venue that is down can still be told to come back.
      boolean ordersFaults = call.getRequestURI().getPath().equals("/v1/faults");
      Object result = ordersFaults ? perform(call, account) : door.call(() -> perform(call, account));
      answer(call, 200, PaperJson.MAPPER.writeValueAsBytes(result));
    } catch (ExchangeException e) {
      switch (e.kind()) {
        case REJECTED, UNAUTHORISED -> answer(call, 422, PaperJson.error("rejected", String.valueOf(e.getMessage())));
        case THROTTLED -> throttle(call, String.valueOf(e.getMessage()));
        case UNREACHABLE -> log.debug("a call was broken off as ordered: {}", e.getMessage());
      }
    } catch (IllegalArgumentException | JacksonException e) {
      answer(call, 400, PaperJson.error("malformed", String.valueOf(e.getMessage())));
    }
  }

  private Object perform(HttpExchange call, String account) {
    String path = call.getRequestURI().getPath().substring("/v1/".length());
    Map<String, String> query = query(call.getRequestURI().getRawQuery());
    return switch (call.getRequestMethod() + " " + (path.startsWith("orders/") ? "orders/*" : path)) {
      case "GET trades" -> trades(query);
      case "GET candles" -> player.candles(
          Duration.ofSeconds(number(query, "seconds", 60)), (int) Math.min(number(query, "limit", 100), 5_000));
      case "GET orders" -> door.openOrders(account);
      case "GET orders/*" -> orEmpty(door.order(account, new OrderId(path.substring("orders/".length()))));
      case "GET client-orders" -> orEmpty(exchange.orderOfClient(account, query.getOrDefault("id", "")));
      case "POST orders" -> door.place(account, PaperJson.MAPPER.readValue(body(call), OrderRequest.class));
      case "DELETE orders/*" -> exchange.cancel(account, new OrderId(path.substring("orders/".length())));
      case "GET positions" -> exchange.positions(account);
      case "GET balance" -> exchange.balance(account);
      case "GET fills" -> exchange.fills(account, number(query, "after", 0));
      case "GET instrument" -> door.instrument(symbol(query));
      case "GET price" -> price(symbol(query));
      case "GET faults" -> exchange.faults();
      case "PUT faults" -> {
        exchange.inject(PaperJson.MAPPER.readValue(body(call), Faults.class));
        yield exchange.faults();
      }
      default -> throw new IllegalArgumentException("no such call: " + call.getRequestMethod() + " /v1/" + path);
    };
  }

  private static Object orEmpty(Optional<OrderState> order) {
    return order.<Object>map(known -> known).orElse(Map.of());
  }

  private static Symbol symbol(Map<String, String> query) {
    return new Symbol(query.getOrDefault("symbol", ""));
  }

  private BigDecimal price(Symbol symbol) {
    door.instrument(symbol);
    return exchange.lastPrice();
  }

  private List<PublicTrade> trades(Map<String, String> query) {
    try {
      return player.after(
          number(query, "after", -1), 1_000, Duration.ofMillis(Math.min(number(query, "wait_millis", 0), 30_000)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExchangeException(ExchangeException.Kind.UNREACHABLE, "the venue is closing", e);
    }
  }

  private static byte[] body(HttpExchange call) {
    try (InputStream in = call.getRequestBody()) {
      byte[] bytes = in.readNBytes(LARGEST_BODY + 1);
      if (bytes.length > LARGEST_BODY) {
        throw new IllegalArgumentException("a body may have " + LARGEST_BODY + " bytes at most");
      }
      return bytes;
    } catch (IOException e) {
      throw new ExchangeException(ExchangeException.Kind.UNREACHABLE, "the call broke off", e);
    }
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  private static long number(Map<String, String> query, String name, long otherwise) {
    String text = query.get(name);
    return text == null ? otherwise : Long.parseLong(text);
  }

  private static void answer(HttpExchange call, int status, byte[] body) throws IOException {
    call.getResponseHeaders().set("Content-Type", "application/json");
    call.sendResponseHeaders(status, body.length);
    call.getResponseBody().write(body);
  }

  private static Optional<Saved> load(@Nullable Path file) throws IOException {
    if (file == null || !Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(PaperJson.MAPPER.readValue(Files.readAllBytes(file), Saved.class));
    } catch (JacksonException e) {
      throw new IOException("the paper accounts in " + file + " cannot be read; remove the file to begin anew", e);
    }
  }

  private synchronized void save() {
    if (file == null) {
      return;
    }
    try {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.write(part, PaperJson.MAPPER.writeValueAsBytes(new Saved(player.next(), exchange.save())));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      log.warn("the paper accounts could not be written to {}", file, e);
    }
  }

  @Override
  public void close() {
    saver.shutdownNow();
    player.close();
    http.stop(0);
    save();
  }

  /** Calls left to each account in a window of a minute that begins with its first call. */
  private static final class CallBudget {
    private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();
    private final int most;
    private final Map<String, long[]> used = new HashMap<>();

    CallBudget(int most) {
      this.most = most;
    }

    synchronized int take(String account) {
      long now = System.nanoTime();
      long[] window = used.computeIfAbsent(account, key -> new long[] {now, 0});
      if (now - window[0] >= WINDOW_NANOS) {
        window[0] = now;
        window[1] = 0;
      }
      return (int) (most - ++window[1]);
    }
  }
}
