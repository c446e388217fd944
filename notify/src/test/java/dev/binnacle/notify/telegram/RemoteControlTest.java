package dev.binnacle.notify.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Notebook;
import dev.binnacle.notify.Role;
import dev.binnacle.notify.Secret;
import dev.binnacle.notify.http.Http;
import dev.binnacle.notify.telegram.Audit.Verdict;
import dev.binnacle.testkit.FakeTelegram;
import dev.binnacle.testkit.TelegramAnswers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
final class RemoteControlTest implements Fleet {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Instant START = Instant.parse("2026-01-05T14:30:00Z");
  private static final long ANNA = 11; // admin
  private static final long OTTO = 12; // operator
  private static final long VERA = 13; // viewer
  private static final long MALLORY = 99;
  private static final long GROUP = -100;

  private final FakeTelegram telegram = new FakeTelegram("7000001:secret", ANNA, OTTO, VERA, GROUP, MALLORY);
  private final Http http = Http.create(Duration.ofSeconds(5));
  private final Notebook notebook = Notebook.inMemory();
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final List<Audit.Entry> audit = new CopyOnWriteArrayList<>();
  private final List<Act> acts = new CopyOnWriteArrayList<>();
  private volatile Reply reply = Reply.of("# Status", "btc-trend: running <ok>");
  private volatile @Nullable RemoteControl control;

  @BeforeEach
  void start() {
    control = RemoteControl.start(
        new ChannelSettings.Telegram(new ChannelName("phone"), ChannelPolicy.usual(ZoneOffset.UTC), new Secret("7000001:secret"),
            "11",
            null, telegram.uri(), true, List.of()),
        List.of(new Person(ANNA, "anna", Role.ADMIN), new Person(OTTO, "otto", Role.OPERATOR),
            new Person(VERA, "vera", Role.VIEWER)),
        http, notebook, this, audit::add, now::get);
  }

  @AfterEach
  void close() {
    telegram.goAway();
    stop();
    http.close();
  }

  @Test
  void aQuestionAboutABotIsAnsweredWithChoices() {
    reply = new Reply(List.of("# Status", "a <b> & c"), List.of(new Choice("eth-grid", "status eth-grid")));

    FakeTelegram.Sent answer = says(VERA, VERA, "/status btc-trend");

    assertThat(answer.text()).isEqualTo("Status\na <b> & c");
    assertThat(answer.buttons()).containsExactly(java.util.Map.entry("eth-grid", "status eth-grid"));
    assertThat(audit).containsExactly(
        new Audit.Entry(START, VERA, "vera", VERA, "/status btc-trend", Verdict.SHOWN, "# Status"));
    telegram.presses(VERA, answer, "status eth-grid");
    await().atMost(PATIENCE).until(() -> audit.size() == 2);
    assertThat(audit.get(1).said()).isEqualTo("status eth-grid");
  }

  @Test
  void whatActsIsDoneOnceAndOnlyAfterItsConfirmation() {
    FakeTelegram.Sent question = says(OTTO, OTTO, "/halt btc-trend cancel exchange is odd");

    assertThat(question.text())
        .isEqualTo("Really halt btc-trend and cancel open orders (exchange is odd)? This question holds for 1 min.");
    assertThat(acts).isEmpty();
    telegram.presses(OTTO, question, button(question, "Yes"));
    await().atMost(PATIENCE).until(() -> !acts.isEmpty());
    telegram.presses(OTTO, question, button(question, "Yes"));
    await().atMost(PATIENCE).until(() -> audit.size() == 3);

    assertThat(acts).containsExactly(new Act.Halt("btc-trend", Act.HaltMode.CANCEL, "exchange is odd"));
    assertThat(audit).extracting(Audit.Entry::verdict).containsExactly(Verdict.ASKED, Verdict.DONE, Verdict.EXPIRED);
    assertThat(audit.get(1).result()).isEqualTo("Done by otto.");
    assertThat(audit).noneMatch(entry -> entry.said().contains(button(question, "Yes").substring(3)));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(telegram.sent().getFirst().text()).isEqualTo("Done by otto."));
    assertThat(telegram.sent().getFirst().buttons()).isEmpty();
  }

  @Test
  void aConfirmationExpires() {
    FakeTelegram.Sent question = says(OTTO, OTTO, "/pause btc-trend");

    now.set(START.plusSeconds(60));
    telegram.presses(OTTO, question, button(question, "Yes"));

    await().atMost(PATIENCE).until(() -> audit.size() == 2);
    assertThat(audit.get(1).verdict()).isEqualTo(Verdict.EXPIRED);
    assertThat(acts).isEmpty();
  }

  @Test
  void nobodyConfirmsForAnother() {
    FakeTelegram.Sent question = says(OTTO, GROUP, "/pause@binnacle_bot btc-trend");

    telegram.presses(ANNA, question, button(question, "Yes"));
    await().atMost(PATIENCE).until(() -> audit.size() == 2);
    assertThat(acts).isEmpty();
    telegram.presses(OTTO, question, button(question, "Yes"));

    await().atMost(PATIENCE).until(() -> !acts.isEmpty());
    assertThat(acts).containsExactly(new Act.Pause("btc-trend"));
  }

  @Test
  void aNoIsANo() {
    FakeTelegram.Sent question = says(OTTO, OTTO, "/resume btc-trend");

    telegram.presses(OTTO, question, button(question, "No"));
    await().atMost(PATIENCE).until(() -> audit.size() == 2);
    telegram.presses(OTTO, question, button(question, "Yes"));
    await().atMost(PATIENCE).until(() -> audit.size() == 3);

    assertThat(audit).extracting(Audit.Entry::verdict).containsExactly(Verdict.ASKED, Verdict.CANCELLED, Verdict.EXPIRED);
    assertThat(acts).isEmpty();
  }

  @Test
  void rolesLimitWhatPeopleMayDo() {
    assertThat(says(VERA, VERA, "/pause btc-trend").text())
        .isEqualTo("You may not pause btc-trend: that takes the role trader, yours is viewer.");
    assertThat(says(OTTO, OTTO, "/halt").text())
        .isEqualTo("You may not halt ALL bots: that takes the role admin, yours is operator.");
    assertThat(says(ANNA, ANNA, "/halt").text()).isEqualTo("Really halt ALL bots? This question holds for 1 min.");
    assertThat(audit).extracting(Audit.Entry::verdict).containsExactly(Verdict.DENIED, Verdict.DENIED, Verdict.ASKED);
  }

  /** Being in a chat that is told is not being allowed to act. */
  @Test
  void aStrangerInAChatThatIsKnownMayNothing() {
    FakeTelegram.Sent answer = says(MALLORY, GROUP, "/status");
    telegram.says(MALLORY, GROUP, "/halt", START.getEpochSecond());
    await().atMost(PATIENCE).until(() -> audit.size() == 2);
    FakeTelegram.Sent question = says(OTTO, GROUP, "/pause btc-trend");
    telegram.presses(MALLORY, question, button(question, "Yes"));
    await().atMost(PATIENCE).until(() -> audit.size() == 4);

    assertThat(answer.text()).isEqualTo("You are not among those who may ask. Your user id is 99.");
    assertThat(telegram.sent()).hasSize(2);
    assertThat(acts).isEmpty();
    assertThat(audit.get(3).operator()).isNull();
    assertThat(audit.get(3).verdict()).isEqualTo(Verdict.DENIED);
  }

  @Test
  void whatWasSaidLongAgoIsNotDone() {
    telegram.says(ANNA, ANNA, "/halt", START.minusSeconds(61).getEpochSecond());

    await().atMost(PATIENCE).until(() -> telegram.sent().size() == 1);
    assertThat(telegram.sent().getFirst().text())
        .isEqualTo("Not done, since you said it 1 min 1 s ago: /halt\nSay it again if it is still meant.");
    assertThat(audit).extracting(Audit.Entry::verdict).containsExactly(Verdict.STALE);
  }

  @Test
  void aCommandIsNotTakenAgainAfterARestart() {
    says(VERA, VERA, "/status");
    stop();
    telegram.says(VERA, VERA, "/stats", START.getEpochSecond());

    start();

    await().atMost(PATIENCE).until(() -> audit.size() == 2);
    assertThat(audit).extracting(Audit.Entry::said).containsExactly("/status", "/stats");
  }

  @Test
  void whatIsNotAvailableIsSaidPlainly() {
    FakeTelegram.Sent question = says(ANNA, ANNA, "/halt eth-grid liquidate");

    telegram.presses(ANNA, question, button(question, "Yes"));

    await().atMost(PATIENCE).until(() -> audit.size() == 2);
    assertThat(audit.get(1)).isEqualTo(new Audit.Entry(START, ANNA, "anna", ANNA,
        "halt eth-grid, cancel open orders and close positions", Verdict.UNAVAILABLE,
        "Halting is not available in this version."));
  }

  @Test
  void aButtonUnderAnAlertAsksToo() {
    FakeTelegram.Sent under = says(OTTO, OTTO, "/help");

    telegram.presses(OTTO, under, "ack drawdown-7");
    await().atMost(PATIENCE).until(() -> telegram.sent().size() == 2);
    FakeTelegram.Sent question = telegram.sent().get(1);
    telegram.presses(OTTO, question, button(question, "Yes"));

    await().atMost(PATIENCE).until(() -> !acts.isEmpty());
    assertThat(acts).containsExactly(new Act.Acknowledge("drawdown-7", null));
    await().atMost(PATIENCE).until(() -> telegram.answered().size() == 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/silence btc-trend|2|false|",
        "/silence btc-trend 4h until-resolved the venue rests|4|true|the venue rests",
        "/silence btc-trend Until-Resolved|2|true|",
        "/silence btc-trend 1h until resolved|1|false|until resolved"
      })
  void aSilenceEndsWithItsAlertsWhereThatIsAskedFor(String said, int hours, boolean untilResolved, @Nullable String comment) {
    FakeTelegram.Sent question = says(OTTO, OTTO, said);
    assertThat(question.text().contains("or until it is resolved")).isEqualTo(untilResolved);

    telegram.presses(OTTO, question, button(question, "Yes"));

    await().atMost(PATIENCE).until(() -> !acts.isEmpty());
    assertThat(acts).containsExactly(new Act.Silence("btc-trend", Duration.ofHours(hours), untilResolved, comment));
  }

  @Test
  void aLongAnswerIsSplitAndBounded() {
    List<String> lines = IntStream.range(0, 3_000).mapToObj(i -> "trade " + i + " of <btc>").toList();
    reply = new Reply(lines, List.of());
    telegram.says(VERA, VERA, "/trades", START.getEpochSecond());

    await().atMost(PATIENCE).until(() -> telegram.sent().size() == 5);
    assertThat(telegram.sent()).allSatisfy(sent -> assertThat(sent.text().length()).isLessThanOrEqualTo(4_096));
    assertThat(telegram.sent().getLast().text()).contains("messages more");
  }

  @Test
  void aFailureInsideIsToldAndRecorded() {
    FakeTelegram.Sent answer = says(VERA, VERA, "/config boom");

    assertThat(answer.text()).isEqualTo("That went wrong here; the server's log says why.");
    assertThat(audit.getFirst().verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void aTokenThatWasRevokedStopsItAndSaysSo() {
    says(VERA, VERA, "/version");
    telegram.target("getUpdates");
    telegram.always(TelegramAnswers.unauthorized());
    telegram.says(VERA, VERA, "/status", START.getEpochSecond()); // ends the call that waits for news

    await().atMost(PATIENCE).until(() -> status().state() == RemoteControl.State.BROKEN);
    assertThat(status().why()).contains("@BotFather").doesNotContain("secret");
  }

  private FakeTelegram.Sent says(long user, long chat, String text) {
    int before = telegram.sent().size();
    telegram.says(user, chat, text, now.get().getEpochSecond());
    await().atMost(PATIENCE).until(() -> telegram.sent().size() > before);
    return telegram.sent().get(before);
  }

  private static String button(FakeTelegram.Sent sent, String label) {
    return java.util.Objects.requireNonNull(sent.buttons().get(label));
  }

  private RemoteControl.Status status() {
    return java.util.Objects.requireNonNull(control).status();
  }

  private void stop() {
    RemoteControl running = control;
    if (running != null) {
      running.close();
      control = null;
    }
  }

  @Override
  public Reply show(Topic topic, @Nullable String bot) {
    if ("boom".equals(bot)) {
      throw new IllegalStateException("boom");
    }
    return reply;
  }

  @Override
  public Result carryOut(Act act, Person by) {
    if (act instanceof Act.Halt(var bot, var mode, _) && mode == Act.HaltMode.LIQUIDATE && bot != null) {
      return new Result.Unavailable("Halting is not available in this version.");
    }
    acts.add(act);
    return new Result.Done("Done by " + by.operator() + ".");
  }
}
