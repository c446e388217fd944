package dev.binnacle.notify;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.model.Notice;
import dev.binnacle.model.Subject;
import dev.binnacle.notify.MemoryOutbox.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * What every channel keeps, whatever its service does: nothing is lost, a repeat comes only after an outcome that nobody could know and says
 * so, no alert's messages change their order, and no secret is told. A worker sends through the channel to a fake of the service; before a
 * send a trouble is arranged that befalls that send alone.
 */
public abstract class ChannelContract {
  private static final ChannelName NAME = new ChannelName("contract");
  private static final Pattern MARK = Pattern.compile("mark(\\d+)x");
  private static final int ALERTS = 6;

  /** What a service, or the way to it, may do to one send. */
  public enum Trouble {
    /** It asks to wait, and says how long. */
    SLOW_DOWN,
    /** It fails, and takes nothing. */
    SERVER_ERROR,
    /** The connection breaks before it takes anything. The sender cannot know. */
    DROPPED_BEFORE,
    /** It takes the message, and the connection breaks. The sender cannot know. */
    DROPPED_AFTER,
    /** It takes the message and never answers. */
    SILENT,
    /** Nobody listens. */
    UNREACHABLE,
    /** It will not take this message: it cannot be parsed. */
    BAD_MESSAGE,
    /** It finds this message too long. */
    TOO_LONG,
    /** It does not know the sender any more. */
    TOKEN_REVOKED,
    /** Where it was sent to has got another name, which it says. */
    CHAT_MOVED
  }

  /** A channel to the fake, with a short patience. */
  protected abstract Channel open();

  /** Which troubles the fake can make. */
  protected abstract Set<Trouble> possible();

  /** The trouble befalls the next send. */
  protected abstract void arrange(Trouble trouble);

  /** What was arranged is over, whether it befell anything or not. */
  protected abstract void mend();

  /** The text of each message that the service took, in order. */
  protected abstract List<String> arrived();

  /** What must never be told. */
  protected abstract List<String> secrets();

  /** Whether a message may be given up for this trouble. One that is sent again in another shape is not. */
  protected boolean mayBeGivenUp(Trouble trouble) {
    return trouble == Trouble.BAD_MESSAGE || trouble == Trouble.TOO_LONG;
  }

  /** Whether the text says that it may be a repeat. */
  protected boolean saysThatItMayBeARepeat(String text) {
    return text.contains("Possible repeat");
  }

  private final ManualClock clock = new ManualClock(Samples.NOW);
  private final MemoryOutbox outbox = new MemoryOutbox();
  private final List<String> told = new ArrayList<>();
  private final Set<Integer> doubtful = new HashSet<>();
  private final Set<Integer> refusable = new HashSet<>();

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  final void listenToTheLog() {
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  final void leaveTheLog() {
    root().detachAppender(log);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static String printed(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    return event.getFormattedMessage() + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown));
  }

  /** Arranges a trouble before a send, and looks at what the channel makes of it. */
  private final class Troubled implements Channel {
    private final Channel channel;
    private final Random random;
    private final List<Trouble> troubles;
    private final int percent;

    Troubled(Channel channel, Random random, Set<Trouble> troubles, int percent) {
      this.channel = channel;
      this.random = random;
      this.troubles = List.copyOf(troubles);
      this.percent = percent;
    }

    @Override
    public Outcome send(Dispatch dispatch) throws InterruptedException {
      Trouble trouble = random.nextInt(100) < percent ? troubles.get(random.nextInt(troubles.size())) : null;
      if (trouble != null) {
        arrange(trouble);
      }
      Outcome outcome = channel.send(dispatch);
      if (trouble != null) {
        mend();
      }
      told.add(outcome.toString());
      if (outcome instanceof Outcome.Unknown) {
        doubtful.addAll(marks(dispatch.message().toJson()));
      }
      if (trouble != null && mayBeGivenUp(trouble)) {
        refusable.addAll(marks(dispatch.message().toJson()));
      }
      return outcome;
    }

    @Override
    public Limits limits() {
      return channel.limits();
    }

    @Override
    public int parts(Dispatch dispatch) {
      return channel.parts(dispatch);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  final void nothingIsLostRepeatedWithoutAWordOrOutOfOrder(int seed) throws InterruptedException {
    Set<Trouble> troubles = EnumSet.copyOf(possible());
    int count = 24;
    ChannelWorker worker = worker(new Troubled(open(), new Random(seed), troubles, 40), seed);

    for (int i = 0; i < count; i += 4) {
      for (int j = i; j < i + 4; j++) {
        add(j);
      }
      run(worker, Duration.ofSeconds(20));
    }
    run(worker, Duration.ofHours(6));

    assertNothingLost(count);
    assertRepeatsAreMarked();
    assertOrder();
    assertNoSecrets();
  }

  @ParameterizedTest
  @EnumSource(Trouble.class)
  final void eachTroubleAloneIsOvercome(Trouble trouble) throws InterruptedException {
    if (!possible().contains(trouble)) {
      return; // a terminal has no token that could be revoked, and only a chat moves
    }
    Channel channel = open();
    Troubled once = new Troubled(channel, new Random(1), Set.of(trouble), 100);
    add(0);
    run(worker(once, 1), Duration.ofMillis(100));
    run(worker(channel, 1), Duration.ofHours(6));

    assertNothingLost(1);
    assertRepeatsAreMarked();
    assertNoSecrets();
  }

  @Test
  final void aStormArrivesWithEveryAlertNamed() throws InterruptedException {
    int count = 120;
    for (int i = 0; i < count; i++) {
      add(i);
    }

    run(worker(open(), 1), Duration.ofHours(12));

    assertNothingLost(count);
    assertOrder();
  }

  private ChannelWorker worker(Channel channel, int seed) {
    return new ChannelWorker(
        new ChannelSettings.Dashboard(NAME, Samples.policy()), channel, outbox, Charts.NONE, new RecentMessages(),
        ChannelWatch.NONE, clock, new Random(seed));
  }

  private void run(ChannelWorker worker, Duration most) throws InterruptedException {
    Instant end = clock.instant().plus(most);
    worker.added();
    Instant wake = worker.turn();
    while (wake != null && !wake.isAfter(end)) {
      clock.set(wake.isAfter(clock.instant()) ? wake : clock.instant().plusMillis(1));
      wake = worker.turn();
    }
  }

  private void add(int mark) {
    Alert like = Samples.alert("a" + mark % ALERTS, "bot", Level.CRITICAL);
    Alert alert = new Alert(
        new AlertId("a" + mark % ALERTS), like.rule(), new Subject(new BotId("bot"), "mark" + mark + "x"), like.level(),
        like.state(),
        like.begun(), like.since(), like.value(), like.threshold(), like.reason(), like.evidence(), like.labels(), like.runbook(),
        null,
        List.of());
    Notice notice = Samples.notice("n" + mark, Notice.Kind.FIRING, clock.instant(), alert);
    outbox.add(Parcel.of("n" + mark + ":contract", NAME, Messages.of(notice, null)));
  }

  private static Set<Integer> marks(String text) {
    Set<Integer> marks = new HashSet<>();
    Matcher matcher = MARK.matcher(text);
    while (matcher.find()) {
      marks.add(Integer.valueOf(matcher.group(1)));
    }
    return marks;
  }

  private void assertNothingLost(int count) {
    Set<Integer> accounted = new HashSet<>();
    arrived().forEach(text -> accounted.addAll(marks(text)));
    for (MemoryOutbox.Row dead : outbox.rows(State.DEAD)) {
      Set<Integer> marks = marks(dead.entry().parcel().body());
      assertThat(refusable).as("a dead letter, since " + dead.why()).containsAll(marks);
      accounted.addAll(marks);
    }
    assertThat(accounted).hasSize(count);
    assertThat(outbox.rows(State.WAITING)).isEmpty();
    assertThat(outbox.rows(State.ATTEMPTING)).isEmpty();
  }

  private void assertRepeatsAreMarked() {
    Set<Integer> seen = new HashSet<>();
    for (String text : arrived()) {
      Set<Integer> again = marks(text);
      again.retainAll(seen);
      if (!again.isEmpty()) {
        assertThat(doubtful).containsAll(again);
        assertThat(saysThatItMayBeARepeat(text)).as(text).isTrue();
      }
      seen.addAll(marks(text));
    }
  }

  private void assertOrder() {
    Map<Integer, Integer> newest = new HashMap<>();
    Set<Integer> seen = new HashSet<>();
    for (String text : arrived()) {
      Set<Integer> fresh = marks(text);
      fresh.removeAll(seen);
      for (int mark : fresh) {
        Integer before = newest.get(mark % ALERTS);
        assertThat(before == null || before < mark).as("mark " + mark + " after " + before).isTrue();
      }
      fresh.forEach(mark -> newest.merge(mark % ALERTS, mark, Math::max));
      seen.addAll(fresh);
    }
  }

  private void assertNoSecrets() {
    List<String> logged = log.list.stream().map(ChannelContract::printed).toList();
    for (String secret : secrets()) {
      assertThat(logged).noneMatch(line -> line.contains(secret));
      assertThat(String.join("\n", told)).doesNotContain(secret);
      assertThat(outbox.rows()).allMatch(row -> !row.why().contains(secret));
    }
  }
}
