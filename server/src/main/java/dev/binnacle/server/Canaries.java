package dev.binnacle.server;

import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.web.api.ConfigReply;
import dev.binnacle.web.api.Configurations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Watches the configurations that single instances try out: takes one back as soon as the bot does worse, and gives it to all when its
 * time is over and nothing worsened. The bot ends each trial by itself as well, so that nothing depends on this.
 *
 * <p><b>Threads:</b> thread-safe; nothing waits for a link.
 */
final class Canaries {
  private static final Logger log = LoggerFactory.getLogger(Canaries.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  /** A trial that begins later than this after we asked for one is another. */
  private static final Duration FRESH = Duration.ofSeconds(30);

  private final CanarySight sight;
  private final Function<BotId, Settings.Canary> rules;
  private final Desk desk;
  private final InstantSource clock;
  private final Map<BotId, Canary> known = new HashMap<>();
  private final Map<BotId, Start> starts = new HashMap<>();

  /** Asks an instance. */
  interface Desk {
    CompletionStage<ConfigReply> ask(BotId bot, InstanceId instance, String call);
  }

  /** What a bot was like just before an instance was asked to try something out. */
  private record Start(InstanceId instance, Instant at, @Nullable BotSnapshot bot) {}

  private record Ask(Canary canary, String call, String reason) {}

  Canaries(CanarySight sight, Function<BotId, Settings.Canary> rules, Desk desk, InstantSource clock) {
    this.sight = sight;
    this.rules = rules;
    this.desk = desk;
    this.clock = clock;
  }

  /** The instance that tries something out now; null when none does. */
  synchronized @Nullable InstanceId running(BotId bot) {
    Canary canary = known.get(bot);
    return canary != null && canary.isRunning() ? canary.instance : null;
  }

  /** To be called before an instance is asked to begin a trial. */
  synchronized void beginning(BotId bot, InstanceId instance) {
    starts.put(bot, new Start(instance, clock.instant(), sight.bot(bot)));
  }

  /** An instance tells of its trial: one that began, or what became of it. */
  synchronized void told(BotId bot, InstanceId instance, JsonNode trial) {
    if (!(trial instanceof ObjectNode told)) {
      return;
    }
    String state = told.path("state").asString("");
    Canary canary = known.get(bot);
    if (canary != null && canary.id.equals(told.path("id").asString("")) && canary.instance.equals(instance)) {
      canary.told = told;
      if (!state.equals("running") && !state.equals(canary.state)) {
        String why = told.path("verdict").asString("");
        over(canary, state, why.isEmpty() ? "the instance says so" : why);
      }
    } else if (state.equals("running") && (canary == null || !canary.isRunning())) {
      begin(bot, instance, told);
    }
  }

  private void begin(BotId bot, InstanceId instance, ObjectNode told) {
    try {
      Instant since = Instant.parse(told.path("since").asString(""));
      Duration length = Duration.between(since, Instant.parse(told.path("until").asString("")));
      Instant now = clock.instant();
      Start asked = starts.remove(bot);
      boolean isOurs = asked != null && asked.instance.equals(instance) && !asked.at.plus(FRESH).isBefore(now);
      Start start = isOurs ? asked : null;
      BotSnapshot before = start == null ? null : start.bot;
      BotSnapshot present = sight.bot(bot);
      Duration skew = present == null || present.clockSkew() == null ? Duration.ZERO : present.clockSkew();
      Instant begin = start == null ? since.minus(skew) : start.at;
      sight.tallies().open(bot, since);
      known.put(bot, new Canary(bot, instance, told.deepCopy(), since, begin, begin.plus(length), before,
          sight.hasOthers(before, instance)));
      log.info("{}: instance {} tries a configuration out for {} from {} on", bot, instance, length, now);
    } catch (DateTimeException | ArithmeticException e) {
      log.warn("{}: instance {} tells of a trial without a time; it is not watched: {}", bot, instance, e.getMessage());
    }
  }

  private void over(Canary canary, String how, String why) {
    sight.tallies().close(canary.bot);
    canary.over(how, canary.takenBackFor != null && how.equals("rolled_back") ? canary.takenBackFor : why);
    log.info("{}: the trial of instance {} is over, {}: {}", canary.bot, canary.instance, how, canary.verdict);
  }

  /** Looks at all that run, and does what is to be done. To be called several times a second. */
  void look() {
    try {
      asks().forEach(this::ask);
    } catch (RuntimeException e) {
      log.error("trials of configurations could not be looked at; the bots end them by themselves", e);
    }
  }

  private synchronized List<Ask> asks() {
    List<Ask> asks = new ArrayList<>();
    for (Canary canary : known.values()) {
      Ask ask = canary.isRunning() ? look(canary) : null;
      if (ask != null) {
        asks.add(ask);
      }
    }
    return asks;
  }

  private @Nullable Ask look(Canary canary) {
    Instant now = clock.instant();
    BotSnapshot bot = sight.bot(canary.bot);
    CanaryPicture picture = bot == null ? null : sight.picture(bot, canary);
    if (canary.takenBackFor == null) {
      CanaryVerdict verdict = verdict(canary, bot, picture, now);
      canary.verdict = verdict.reason();
      if (verdict instanceof CanaryVerdict.RollBack) {
        canary.takenBackFor = verdict.reason();
        log.warn("{}: what instance {} tries out is taken back: {}", canary.bot, canary.instance, verdict.reason());
      }
      if (verdict instanceof CanaryVerdict.Wait && now.isBefore(canary.end)) {
        return null;
      }
    }
    if (canary.ending) {
      if (picture == null || picture.gone()) {
        over(canary, "rolled_back", canary.verdict + "; the instance is gone");
      }
      return null;
    }
    if (!now.isBefore(canary.end.plus(PAUSE))) {
      String why = canary.takenBackFor == null ? canary.verdict : canary.takenBackFor;
      over(canary, "rolled_back", why + "; the instance was not reached, and ended it by itself when its time was over");
      return null;
    }
    if (canary.asking || now.isBefore(canary.askAgainAt)) {
      return null;
    }
    canary.asking = true;
    canary.askAgainAt = now.plus(PAUSE);
    return canary.takenBackFor == null
        ? new Ask(canary, "promote", canary.verdict)
        : new Ask(canary, "abort", canary.takenBackFor);
  }

  private CanaryVerdict verdict(Canary canary, @Nullable BotSnapshot bot, @Nullable CanaryPicture picture, Instant now) {
    Settings.Canary allowed = rules.apply(canary.bot);
    canary.watchedTo(now);
    CanaryVerdict verdict = canary.judge(picture, sight.rivals(canary, bot), allowed, now);
    String alarm =
        verdict instanceof CanaryVerdict.RollBack ? null : sight.alarm(canary.bot, canary.begin, allowed.alerts());
    return alarm == null ? verdict : new CanaryVerdict.RollBack(alarm);
  }

  private void ask(Ask ask) {
    String call =
        ConfigCalls.JSON.createObjectNode().put("call", ask.call).put("author", "binnacle").put("proved", true)
            .put("source", "api")
            .put("reason", ask.reason).toString();
    desk.ask(ask.canary.bot, ask.canary.instance, call).whenComplete((reply, failure) -> asked(ask, reply));
  }

  private synchronized void asked(Ask ask, @Nullable ConfigReply reply) {
    ask.canary.asking = false;
    if (reply != null) {
      answered(ask, reply);
    }
  }

  /** A person had a trial ended: {@code promote} or {@code abort}. */
  synchronized void answered(BotId bot, InstanceId instance, String call, String reason, ConfigReply reply) {
    Canary canary = known.get(bot);
    if (canary != null && canary.instance.equals(instance) && reply.status() < 400) {
      answered(new Ask(canary, call, reason), reply);
    }
  }

  private void answered(Ask ask, ConfigReply reply) {
    Canary canary = ask.canary;
    if (!canary.isRunning()) {
      return;
    }
    boolean promotes = ask.call.equals("promote");
    if (reply.status() < 400 && !promotes && isStillOn(reply)) {
      canary.takenBackFor = ask.reason;
      canary.ending = true;
      canary.verdict = ask.reason + "; the way back waits for its moment";
    } else if (reply.status() < 400) {
      over(canary, promotes ? "promoted" : "rolled_back", ask.reason);
    } else if (reply.rule().equals("no-trial")) {
      over(canary, "rolled_back", "the instance says that no trial is running any more");
    } else if (promotes && reply.status() < 500 && reply.status() != 409) {
      canary.takenBackFor = "it did well, but could not be promoted: " + reply.detail();
    } else {
      canary.verdict = ask.reason + "; " + ask.call + " was not possible yet: " + reply.detail();
    }
  }

  private static boolean isStillOn(ConfigReply reply) {
    return !reply.body().isEmpty()
        && ConfigCalls.JSON.readTree(reply.body()).path("canary").path("state").asString("").equals("running");
  }

  /** What runs now, in brief; null when nothing does. */
  synchronized Configurations.@Nullable Canary brief(BotId bot) {
    Canary canary = known.get(bot);
    return canary == null || !canary.isRunning()
        ? null
        : new Configurations.Canary(canary.instance, canary.begin, canary.end, canary.verdict);
  }

  /** The state's part about a trial; null when none is known. */
  synchronized @Nullable ObjectNode state(BotId bot) {
    Canary canary = known.get(bot);
    if (canary == null) {
      return null;
    }
    ObjectNode state = canary.told.deepCopy();
    state.put("instance", canary.instance.value());
    state.put("state", canary.state);
    state.put("verdict", canary.verdict);
    CanaryComparison.write(state.putArray("comparison"), canary);
    return state;
  }
}
