package dev.binnacle.engine.control;

import dev.binnacle.model.BotHalt;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Halt;
import dev.binnacle.model.HaltId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.HaltOrigin;
import dev.binnacle.model.HaltRequest;
import dev.binnacle.model.HaltScope;
import dev.binnacle.model.HaltState;
import dev.binnacle.model.Latch;
import dev.binnacle.model.Liquidation;
import dev.binnacle.model.Symbol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One halt, as facts have made it. */
final class Standing {
  private final HaltId id;
  private final HaltScope scope;
  private final List<HaltRequest> requests = new ArrayList<>();
  private final Map<BotId, Case> cases = new LinkedHashMap<>();
  private long epoch;
  private HaltMode mode;
  private @Nullable Liquidation liquidation;
  private HaltState state;
  private Instant since;
  private Halt.@Nullable Release release;
  private long index;
  private @Nullable Halt picture;

  Standing(Halt halt, long index) {
    this.id = halt.id();
    this.scope = halt.scope();
    this.requests.addAll(halt.requests());
    this.epoch = halt.epoch();
    this.mode = halt.mode();
    this.liquidation = halt.liquidation();
    this.state = halt.state();
    this.since = halt.since();
    this.release = halt.released();
    this.index = index;
    halt.bots().forEach(bot -> cases.put(bot.bot(), new Case(bot, index)));
  }

  static Standing restore(ControlState.HaltFile file) {
    Standing standing = new Standing(file.halt(), file.index());
    file.cases().forEach(each -> standing.cases.put(each.bot(), new Case(each.halt(), each)));
    return standing;
  }

  ControlState.HaltFile file() {
    return ControlState.HaltFile.of(halt(), index, cases.values().stream().map(Case::state).toList());
  }

  Halt halt() {
    if (picture == null) {
      List<BotHalt> bots = cases.values().stream().map(Case::now).toList();
      picture = new Halt(id, epoch, scope, mode, liquidation, state, since, requests, bots, release);
    }
    return picture;
  }

  void evolve(Fact.HaltJoined joined, long at) {
    touch(at);
    if (joined.epoch() > epoch) {
      cases.values().forEach(Case::widened);
    }
    epoch = joined.epoch();
    mode = joined.mode();
    liquidation = joined.liquidation();
    requests.add(joined.request());
    if (requests.size() > Halt.MOST_REQUESTS) {
      // The first says who began it, the newest who asked for what it is now.
      requests.remove(1);
    }
    joined.bots().forEach(bot -> cases.put(bot.bot(), new Case(bot, at)));
  }

  void evolve(Fact.BotHaltMoved moved, long at) {
    touch(at);
    Case known = cases.get(moved.bot().bot());
    if (known == null) {
      cases.put(moved.bot().bot(), new Case(moved.bot(), at));
    } else {
      known.evolve(moved.bot(), at);
    }
  }

  void evolve(Fact.HaltMoved moved, long at) {
    touch(at);
    state = moved.state();
    since = moved.at();
  }

  void evolve(Fact.HaltReleased released, long at) {
    touch(at);
    epoch = released.epoch();
    release = released.release();
    state = HaltState.RELEASED;
    since = released.at();
  }

  private void touch(long at) {
    index = at;
    picture = null;
  }

  HaltId id() {
    return id;
  }

  HaltScope scope() {
    return scope;
  }

  @Nullable Symbol symbol() {
    return Reach.symbol(scope);
  }

  long epoch() {
    return epoch;
  }

  HaltMode mode() {
    return mode;
  }

  @Nullable Liquidation liquidation() {
    return liquidation;
  }

  HaltState state() {
    return state;
  }

  Halt.@Nullable Release release() {
    return release;
  }

  /** Of the youngest entry that speaks of it. */
  long index() {
    return index;
  }

  HaltRequest begun() {
    return requests.getFirst();
  }

  HaltRequest newest() {
    return requests.getLast();
  }

  boolean isDrill() {
    return begun().origin() == HaltOrigin.DRILL;
  }

  Collection<Case> cases() {
    return cases.values();
  }

  @Nullable Case of(BotId bot) {
    return cases.get(bot);
  }

  Latch latch() {
    HaltRequest begun = begun();
    return new Latch(id, epoch, mode, symbol(), begun.origin(), begun.by(), begun.reason(), begun.at());
  }

  /** What its bots have come to together: the least settled of them, failed if all are settled and one of them failed. */
  HaltState reckoned() {
    HaltState least = HaltState.HALTED;
    boolean failed = false;
    for (Case each : cases.values()) {
      failed |= each.stage() == HaltState.FAILED;
      if (!each.stage().isSettled() && each.stage().compareTo(least) < 0) {
        least = each.stage();
      }
    }
    return least == HaltState.HALTED && failed ? HaltState.FAILED : least;
  }
}
