package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Kills the server or the bot, as a power cut would, at random moments while trades are reported: none that was called safe may be
 * missing afterwards, and none may be there twice.
 */
final class KillTest {
  private static final String BOT = "counting";
  private static final int LONGEST_LIFE_MILLIS = 400;

  @TempDir private Path folder;

  @Test
  @Tag("quick")
  void nothingIsLostOrDoubledOverTenKills() throws Exception {
    check(10, 1L);
  }

  @Test
  @Tag("slow")
  void nothingIsLostOrDoubledOverFiftyKills() throws Exception {
    check(50, System.nanoTime());
  }

  private void check(int kills, long seed) throws Exception {
    Random random = new Random(seed);
    int port = Ports.free();
    try (Product product = new Product(folder)) {
      product.startServer(port);
      String token = token(product);
      int runs = 0;
      Process bot = startBot(product, token, ++runs);
      for (int kill = 0; kill < kills; kill++) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50 + random.nextInt(LONGEST_LIFE_MILLIS)));
        if (random.nextBoolean()) {
          product.kill();
          product.startServer(port);
        } else {
          bot.destroyForcibly().waitFor();
          bot = startBot(product, token, ++runs);
        }
      }
      end(bot);
      Map<String, Integer> safe = reported();
      Product.await("the last trade of every run (seed " + seed + ")", () -> holdsAll(product, safe));
      List<String> kept = trades(product);
      assertThat(kept).as("trades that are there twice, seed %d", seed).doesNotHaveDuplicates();
      assertThat(missing(safe, new HashSet<>(kept))).as("trades that were called safe and are gone, seed %d", seed).isEmpty();
      JsonNode figures = product.get("/api/v1/bots/" + BOT + "/performance");
      assertThat(figures.path("total_trades").asInt(-1)).as("counted once each, seed %d", seed).isEqualTo(kept.size());
      assertThat(safe.values().stream().mapToInt(Integer::intValue).sum()).as("the test has done something").isPositive();
    }
  }

  private String token(Product product) throws Exception {
    String body = product.post("/api/v1/tokens", "{\"role\": \"ingest\", \"bot\": \"" + BOT + "\", \"name\": \"test\"}").body();
    return Product.JSON.readTree(body).path("secret").asString();
  }

  private Process startBot(Product product, String token, int run) throws IOException {
    List<String> command = List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx64m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        CountingBot.class.getName(),
        product.url().toString(),
        token,
        BOT,
        folder.resolve("spool").toString(),
        report().toString(),
        "r" + run);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("bot.log").toFile()))
        .start();
  }

  private static void end(Process bot) throws IOException, InterruptedException {
    try (OutputStream in = bot.getOutputStream()) {
      in.write('\n');
    }
    assertThat(bot.waitFor(20, TimeUnit.SECONDS)).as("the bot ends when it is told to").isTrue();
  }

  private Path report() {
    return folder.resolve("report.txt");
  }

  /** For each run the number up to which the client called its trades safe. */
  private Map<String, Integer> reported() throws IOException {
    Map<String, Integer> safe = new HashMap<>();
    for (String line : Files.readAllLines(report())) {
      String[] words = line.split(" ", -1);
      safe.merge(words[0], Integer.parseInt(words[1]), Math::max);
    }
    return safe;
  }

  private static boolean holdsAll(Product product, Map<String, Integer> safe) throws Exception {
    int expected = safe.values().stream().mapToInt(Integer::intValue).sum();
    JsonNode figures = product.get("/api/v1/bots/" + BOT + "/performance");
    return figures.path("total_trades").asInt(0) >= expected && missing(safe, new HashSet<>(trades(product))).isEmpty();
  }

  private static List<String> missing(Map<String, Integer> safe, Set<String> kept) {
    List<String> missing = new ArrayList<>();
    safe.forEach((run, last) -> {
      for (int number = 1; number <= last; number++) {
        if (!kept.contains(run + "-" + number)) {
          missing.add(run + "-" + number);
        }
      }
    });
    return missing;
  }

  private static List<String> trades(Product product) throws Exception {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = product.get("/api/v1/bots/" + BOT + "/trades?limit=500" + cursor);
      page.path("trades").forEach(trade -> ids.add(trade.path("trade_id").asString()));
      cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asString();
    } while (!cursor.isEmpty());
    return ids;
  }
}
