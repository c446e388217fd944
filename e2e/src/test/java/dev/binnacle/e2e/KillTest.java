package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
 *
 * <p>{@code -Dbinnacle.kills=100} asks for so many kills, and {@code -Dbinnacle.kills.seed} for the moments of a run that was seen.
 */
final class KillTest {
  private static final String BOT = "counting";
  private static final int LONGEST_LIFE_MILLIS = 400;
  private static final int USUAL_KILLS = 50;

  @TempDir
  private Path folder;

  @Test
  @Tag("quick")
  void nothingIsLostOrDoubledOverTenKills() throws Exception {
    check(10, 1L);
  }

  @Test
  @Tag("slow")
  void nothingIsLostOrDoubledOverKillsAtOtherMomentsEachTime() throws Exception {
    check(Integer.getInteger("binnacle.kills", USUAL_KILLS), Long.getLong("binnacle.kills.seed", System.nanoTime()));
  }

  private void check(int kills, long seed) throws Exception {
    long begun = System.nanoTime();
    try (Product product = new Product(folder)) {
      killAtRandom(product, kills, new Random(seed));
      Map<String, Integer> safe = reported();
      // What is missing when the time is over, the assertions below tell.
      boolean isWhole = Await.comes("the last trade of every run", () -> holdsAll(product.api(), safe));
      List<String> kept = trades(product.api());
      assertThat(kept).as("trades that are there twice, seed %d", seed).doesNotHaveDuplicates();
      assertThat(missing(safe, new HashSet<>(kept))).as("trades that were called safe and are gone, seed %d", seed).isEmpty();
      assertThat(isWhole).as("all is there, seed %d; the bot said:%n%s", seed, Files.readString(folder.resolve("bot.log")))
          .isTrue();
      JsonNode figures = product.api().get("/api/v1/bots/" + BOT + "/performance");
      assertThat(figures.path("total_trades").asInt(-1)).as("counted once each, seed %d", seed).isEqualTo(kept.size());
      assertThat(safe.values().stream().mapToInt(Integer::intValue).sum()).as("the test has done something, seed %d", seed)
          .isPositive();
      System.out.printf("%d kills, %d trades, %.1f s (seed %d)%n", kills, kept.size(), (System.nanoTime() - begun) / 1e9, seed);
    }
  }

  private void killAtRandom(Product product, int kills, Random random) throws Exception {
    int port = Ports.free();
    product.startServer(port);
    String token = product.api().ingestToken(BOT);
    int runs = 1;
    Process bot = startBot(product, token, runs);
    try {
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
    } finally {
      bot.destroyForcibly();
    }
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
    bot.getOutputStream().close();
    assertThat(bot.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("the bot ends when it is told to").isTrue();
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

  /** Whether the history has caught up: with what was called safe, and with all that the figures count. */
  private static boolean holdsAll(Api api, Map<String, Integer> safe) throws Exception {
    int expected = safe.values().stream().mapToInt(Integer::intValue).sum();
    List<String> kept = trades(api);
    int counted = api.get("/api/v1/bots/" + BOT + "/performance").path("total_trades").asInt(0);
    return counted >= expected && counted == kept.size() && missing(safe, new HashSet<>(kept)).isEmpty();
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

  private static List<String> trades(Api api) throws Exception {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = api.get("/api/v1/bots/" + BOT + "/trades?limit=500" + cursor);
      page.path("trades").forEach(trade -> ids.add(trade.path("trade_id").asString()));
      cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asString();
    } while (!cursor.isEmpty());
    return ids;
  }
}
