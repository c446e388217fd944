package dev.binnacle.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.testkit.FakeHook;
import dev.binnacle.testkit.FakeService;
import dev.binnacle.testkit.FakeTelegram;
import dev.binnacle.testkit.Mishap;
import dev.binnacle.testkit.TelegramAnswers;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server at random moments, its start included, in a storm of alerts, while a webhook and Telegram fail in every way that they
 * can and are away for a third of the time: whatever a bot was told is safe is told to people, a repeat only where nobody could know
 * whether the first had arrived, and no alert's end before its beginning.
 *
 * <p>{@code -Dbinnacle.kills=100} asks for so many kills, and {@code -Dbinnacle.kills.seed} for the moments of a run that was seen.
 */
final class AlertKillTest {
  private static final String BOT = "shaky";
  private static final String TOKEN = "7000001:AAtokenOfTheStormThatOnlyTheFakeKnows";
  private static final long CHAT = 42;
  private static final int FAULTS_A_KILL = 12;
  private static final int LONGEST_START_MILLIS = 900;
  private static final int LONGEST_LINGER_MILLIS = 60;
  private static final int USUAL_KILLS = 20;

  @TempDir
  private Path folder;
  private int unclear;

  @Test
  @Tag("slow")
  void killsInAStormLoseNoAlertAndRepeatOnlyWhatNobodyCouldKnow() throws Exception {
    check(Integer.getInteger("binnacle.kills", USUAL_KILLS), Long.getLong("binnacle.kills.seed", System.nanoTime()));
  }

  private void check(int kills, long seed) throws Exception {
    long begun = System.nanoTime();
    int port = Ports.free();
    try (FakeHook hook = new FakeHook(); FakeTelegram telegram = new FakeTelegram(TOKEN, CHAT);
        Product product = new Product(folder)) {
      Path settings = Files.writeString(folder.resolve("binnacle.yaml"), settings(hook, telegram));
      String[] words = {"--config", settings.toString(), "--log-level", "warn"};
      int faults = killAtRandom(product, port, words, hook, telegram, kills, new Random(seed));
      Set<ToldFaults.What> wanted = IntStream.rangeClosed(1, faults).boxed()
          .flatMap(fault -> Stream.of(new ToldFaults.What(fault, false), new ToldFaults.What(fault, true)))
          .collect(Collectors.toSet());
      // What is missing when the time is over, the assertions below tell.
      boolean ignored = Await.comes("all alerts",
          () -> ToldFaults.of(hook).all().containsAll(wanted) && ToldFaults.of(telegram).all().containsAll(wanted));
      assertWhole("webhook", ToldFaults.of(hook), wanted, seed);
      assertWhole("telegram", ToldFaults.of(telegram), wanted, seed);
      // A webhook is told of one thing at a time, so nothing brings back a beginning.
      assertThat(ToldFaults.of(hook).outOfOrder()).as("faults whose begin was told after their end, seed %d", seed).isEmpty();
      long doubtful = hook.taken().stream().filter(FakeHook.Taken::possibleRepeat).map(FakeHook.Taken::key).distinct().count();
      assertThat(doubtful).as("webhooks that are called possible repeats: one a kill and one an unclear outcome, seed %d", seed)
          .isLessThanOrEqualTo(kills + unclear);
      assertThat(faults).as("the test has done something, seed %d", seed).isGreaterThan(kills);
      System.out.printf("%d kills, %d faults, %d and %d repeats, %d messages of Telegram, %.1f s (seed %d)%n", kills, faults,
          ToldFaults.of(hook).repeats(), ToldFaults.of(telegram).repeats(), telegram.sent().size(),
          (System.nanoTime() - begun) / 1e9, seed);
    }
  }

  private static void assertWhole(String channel, ToldFaults told, Set<ToldFaults.What> wanted, long seed) {
    assertThat(told.all()).as("what %s was told, seed %d", channel, seed).containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(told.unmarkedRepeats()).as("repeats to %s that do not say so, seed %d", channel, seed).isEmpty();
    assertThat(told.misleading()).as("faults of which %s was told the end first, or the begin last, seed %d", channel, seed)
        .isEmpty();
  }

  /** The last server lives, and its channels are mended. Gives the number of faults. */
  private int killAtRandom(
      Product product, int port, String[] words, FakeHook hook, FakeTelegram telegram, int kills, Random random)
      throws Exception {
    try (FaultyBot bot = new FaultyBot(BOT, URI.create("http://127.0.0.1:" + port), kills * FAULTS_A_KILL)) {
      for (int kill = 0; kill < kills; kill++) {
        if (kill == kills / 3) {
          hook.goAway();
          telegram.goAway();
          unclear += 1;
        } else if (kill == kills * 2 / 3) {
          hook.comeBack();
          telegram.comeBack();
        }
        unclear += disturb(hook, random);
        disturb(telegram, random);
        if (random.nextInt(4) == 0) {
          product.launch(port, words);
          pause(random.nextInt(LONGEST_START_MILLIS));
        } else {
          product.startServer(port, words);
          // So many more faults, however slow the machine is.
          int until = Math.min(bot.most(), bot.safe() + random.nextInt(2 * FAULTS_A_KILL));
          Await.that("the bot's faults", () -> bot.safe() >= until);
          pause(random.nextInt(LONGEST_LINGER_MILLIS));
        }
        product.kill();
      }
      hook.mend();
      telegram.mend();
      product.startServer(port, words);
      bot.close();
      return bot.safe();
    }
  }

  /**
   * Arranges what goes wrong with one of the next requests, with answers whose sources the fakes name; gives 1 if nobody can know then what
   * became of it.
   */
  private static int disturb(FakeService service, Random random) {
    @Nullable Mishap mishap = switch (random.nextInt(6)) {
      case 0 -> service instanceof FakeTelegram ? TelegramAnswers.tooManyRequests(1) : FakeHook.tooManyRequests(1);
      case 1 -> service instanceof FakeTelegram ? TelegramAnswers.internalError() : FakeHook.internalError();
      case 2 -> new Mishap.DropBeforeTaking();
      case 3 -> new Mishap.DropAfterTaking();
      default -> null;
    };
    if (mishap != null) {
      service.next(mishap);
    }
    return mishap instanceof Mishap.DropBeforeTaking || mishap instanceof Mishap.DropAfterTaking ? 1 : 0;
  }

  private static void pause(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static String settings(FakeHook hook, FakeTelegram telegram) {
    return """
        bots: { %1$s: { } }
        channels:
          hook: { type: webhook, url: "%2$s/hook", bots: [%1$s], events: [alert] }
          phone: { type: telegram, token: "%3$s", chat: "%4$d", api: "%5$s", bots: [%1$s], events: [alert] }
        rules:
          - { name: storm, happened: custom, named: "fault-*", lasts: 1s, level: critical }
        """.formatted(BOT, hook.uri(), TOKEN, CHAT, telegram.uri());
  }
}
