package dev.binnacle.engine.fleet;

import dev.binnacle.engine.performance.Figures;
import dev.binnacle.model.BotId;
import dev.binnacle.model.BotStatus;
import dev.binnacle.model.Fact;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One bot: its dossier, and what samples and signs of life say beside that, which a restart forgets. */
final class Bot {
  private static final Duration UNMOVED_MARK_EVERY = Duration.ofMinutes(15);

  private final BotId id;
  private FleetSettings settings;
  private final Tally tally;
  private final Dossier dossier;
  private final Telemetry telemetry;
  private final Curves curves = new Curves();
  private final BotPicture picture = new BotPicture(this);
  private final LinkedHashMap<InstanceId, Integer> links = new LinkedHashMap<>();
  private @Nullable Instant lastHeard;
  private Instant listeningSince;
  private @Nullable Instant markTried;
  private Verdict verdict = Verdict.NEVER_HEARD;
  private @Nullable Holdings holdings;
  private @Nullable Money agreed;
  private @Nullable String held;
  private boolean owesMark;
  private boolean unsettled;

  /**
   * @param listeningSince from when on its silence counts
   * @param firstFact is run when the first fact speaks of the bot
   */
  Bot(BotId id, FleetSettings settings, Treasury treasury, Tally tally, Instant listeningSince, Runnable firstFact) {
    this.id = id;
    this.settings = settings;
    this.tally = tally;
    this.listeningSince = listeningSince;
    this.telemetry = new Telemetry(settings.bounds(), tally);
    this.dossier = new Dossier(id, settings, treasury, tally, telemetry::price, firstFact);
  }

  /** Judges by these from now on. What was made by the bounds and conventions before stays as it is. */
  void resettle(FleetSettings next) {
    settings = next;
    dossier.resettle(next);
    picture.outdate();
  }

  void restore(BotState state) {
    dossier.restore(state);
    verdict = dossier.decided();
  }

  /** @return whether it is news, to be shown at once if it is of now */
  boolean evolve(Fact.OfBot fact, Moment moment) {
    if (!(fact instanceof Fact.EquityMarked) && !(fact instanceof Fact.StatusChanged)) {
      forgetHoldings(moment.time());
    }
    picture.outdate();
    boolean news = dossier.evolve(fact, moment);
    if (fact instanceof Fact.StatusChanged) {
      verdict = dossier.decided();
    }
    return news;
  }

  BotId id() {
    return id;
  }

  Dossier dossier() {
    return dossier;
  }

  Telemetry telemetry() {
    return telemetry;
  }

  Curves curves() {
    return curves;
  }

  /** As decided: what judging anew would say may not have been decided yet. */
  BotStatus status() {
    return dossier.decided().status();
  }

  /* Signs of life. */

  void heard(Instant now) {
    lastHeard = now;
    picture.outdate();
  }

  /** After a restart as far as it is known: when the last durable event came. */
  @Nullable Instant lastHeard() {
    return lastHeard == null ? dossier.lastTaken() : lastHeard;
  }

  Instant listeningSince() {
    return listeningSince;
  }

  void listenSince(Instant now) {
    listeningSince = now;
  }

  boolean isGone(Instance instance, Instant now) {
    Part part = instance.part;
    if (part == null || part.ended() != null) {
      return true;
    }
    Instant since = part.sign() == null ? listeningSince : part.sign();
    return Duration.between(since, now).compareTo(settings.offlineAfter()) >= 0;
  }

  void link(InstanceId instance) {
    if (links.size() >= settings.bounds().instances() && !links.containsKey(instance)) {
      tally.dropped(Bound.LINKS);
      return;
    }
    links.merge(instance, 1, Integer::sum);
    picture.outdate();
  }

  void unlink(InstanceId instance) {
    links.computeIfPresent(instance, (each, count) -> count > 1 ? count - 1 : null);
    picture.outdate();
  }

  Duration offlineAfter() {
    return settings.offlineAfter();
  }

  /** The instances that hold a connection. */
  Set<InstanceId> links() {
    return Collections.unmodifiableSet(links.keySet());
  }

  /* What follows from all that. */

  /** Judges anew. */
  Verdict judge(Instant now) {
    Verdict.Circumstances circumstances = new Verdict.Circumstances(settings, now, listeningSince, dossier.decided(), held);
    Verdict judged = Verdict.of(dossier.judgedParts(), circumstances);
    if (!judged.equals(verdict)) {
      verdict = judged;
      picture.outdate();
    }
    return judged;
  }

  /** Its guard is closed for this reason; null while it is not. */
  void hold(@Nullable String reason) {
    held = reason;
  }

  Verdict verdict() {
    return verdict;
  }

  /** A price moved, or something else on which its worth hangs. */
  void revalue() {
    holdings = null;
    picture.outdate();
  }

  /** What was true of the equity before a fill is what is shown until all of the fill is told. */
  private void forgetHoldings(Instant now) {
    if (holdings != null && dossier.isSettled(now)) {
      agreed = holdings.equity();
    }
    holdings = null;
  }

  /** Whether balance and positions tell of the same moment. */
  boolean isSettled(Instant now) {
    return dossier.isSettled(now);
  }

  /** The equity, or that of a moment ago while a fill is told in part; null when it is not known. */
  @Nullable Money equity(Instant now) {
    Money told = holdings().equity();
    boolean isKept = told != null && agreed != null && told.currency().equals(agreed.currency()) && !isSettled(now);
    unsettled |= isKept;
    return isKept ? agreed : told;
  }

  /** Time alone may settle what was awaited in vain. */
  void settle(Instant now) {
    if (unsettled && isSettled(now)) {
      unsettled = false;
      picture.outdate();
    }
  }

  /** The equity is to be marked as soon as it has settled. */
  void oweMark() {
    owesMark = true;
  }

  boolean owesMark() {
    return owesMark;
  }

  Holdings holdings() {
    if (holdings == null) {
      Account account = dossier.account();
      holdings = Holdings.of(dossier.parts(), dossier.trades().open(), telemetry, account.currency());
    }
    return holdings;
  }

  /** The equity as it is to be marked now; null when it is not known. */
  Fact.@Nullable EquityMarked mark(Instant at) {
    markTried = at;
    owesMark = false;
    Holdings held = holdings();
    if (held.equity() == null || held.balance() == null || held.unrealized() == null) {
      return null;
    }
    return new Fact.EquityMarked(
        id, at, held.equity().currency(), held.balance().total().amount(), held.unrealized().amount());
  }

  /** Whether it is time to mark the equity of a bot at which nothing happened. One that is not heard is not marked. */
  boolean isMarkDue(Instant now) {
    boolean offline = dossier.decided().status() == BotStatus.OFFLINE;
    if (offline || !speaksNow(now) || !isSettled(now)) {
      return false;
    }
    if (owesMark) {
      return true;
    }
    if (isRecent(markTried, settings.equityMarkEvery(), now)) {
      return false;
    }
    Holdings held = holdings();
    BigDecimal marked = dossier.account().marked();
    boolean moved = held.equity() != null && (marked == null || marked.compareTo(held.equity().amount()) != 0);
    return moved || !isRecent(dossier.account().markedAt(), UNMOVED_MARK_EVERY, now);
  }

  /** Whether what is told of the present is fresh: a spool that is being sent tells nothing of it. */
  private boolean speaksNow(Instant now) {
    for (Part part : dossier.parts()) {
      if (part.ended() == null && isRecent(part.sign(), settings.staleAfter(), now)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRecent(@Nullable Instant at, Duration age, Instant now) {
    return at != null && Duration.between(at, now).compareTo(age) < 0;
  }

  Figures figures(Instant now) {
    return picture.figures(holdings(), now);
  }

  BotSnapshot snapshot(Instant now) {
    return picture.at(now);
  }
}
