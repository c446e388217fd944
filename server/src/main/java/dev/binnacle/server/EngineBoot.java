package dev.binnacle.server;

import dev.binnacle.engine.Engine;
import dev.binnacle.engine.EngineSettings;
import dev.binnacle.engine.control.ControlSettings;
import dev.binnacle.engine.fleet.BotSettings;
import dev.binnacle.engine.fleet.Bounds;
import dev.binnacle.engine.fleet.FleetSettings;
import dev.binnacle.engine.performance.Conventions;
import dev.binnacle.engine.performance.Sampling;
import dev.binnacle.model.BotId;
import dev.binnacle.model.Fact;
import dev.binnacle.model.JournalEntry;
import dev.binnacle.model.Sample;
import dev.binnacle.storage.Journal;
import dev.binnacle.storage.SampleStore;
import dev.binnacle.storage.Storage;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings an engine to where the last run left it: the last checkpoint, and the entries of the journal after it. */
final class EngineBoot {
  private static final Logger log = LoggerFactory.getLogger(EngineBoot.class);

  private EngineBoot() {}

  static Engine start(Settings settings, Storage storage) {
    EngineSettings rules = new EngineSettings(fleet(settings), settings.alerting().engine(), control(settings));
    Optional<Journal.Checkpoint> checkpoint = storage.journal().lastCheckpoint();
    Engine engine = checkpoint
        .map(found -> Engine.restore(rules, new StateCodec().read(found.state())))
        .orElseGet(() -> new Engine(rules));
    long[] entries = {0};
    storage.journal().replay(checkpoint.map(Journal.Checkpoint::index).orElse(0L), entry -> {
      engine.replay(entry);
      keepEquity(entry, storage.samples());
      entries[0]++;
    });
    log.info(
        "went on at input {}: {} and {} entries after it",
        engine.index(),
        checkpoint.map(found -> "a checkpoint of " + found.at()).orElse("no checkpoint"),
        entries[0]);
    return engine;
  }

  /** Samples in memory went with the process; equity is a fact, so its series is whole again. */
  private static void keepEquity(JournalEntry entry, SampleStore samples) {
    for (Fact fact : entry.facts()) {
      if (fact instanceof Fact.EquityMarked mark) {
        samples.keep(mark.bot(), mark.at(), List.of(Sample.of("equity", mark.equity().doubleValue())));
      }
    }
  }

  static ControlSettings control(Settings settings) {
    Set<BotId> gateways = new HashSet<>();
    Map<BotId, String> groups = new HashMap<>();
    settings.bots().forEach((name, bot) -> {
      if (bot.account() != null) {
        gateways.add(name);
      }
      if (bot.group() != null) {
        groups.put(name, bot.group());
      }
    });
    return ControlSettings.DEFAULT.withGateways(gateways).withGroups(groups).withTriggers(TriggersSection.whole(settings));
  }

  static FleetSettings fleet(Settings settings) {
    Settings.Performance performance = settings.performance();
    Duration period = performance.sampling();
    Conventions conventions = new Conventions(
        period == null ? Sampling.DAILY : Sampling.every(period),
        performance.periodsPerYear(),
        performance.riskFreeRate(),
        settings.server().timeZone(),
        settings.server().dayStart());
    Map<BotId, BotSettings> bots = new HashMap<>();
    settings.bots().forEach((name, bot) -> bots.put(name, new BotSettings(bot.instances(), true)));
    return FleetSettings.DEFAULT
        .withSilence(settings.fleet().staleAfter(), settings.fleet().offlineAfter())
        .withBounds(Bounds.DEFAULT.withBots(settings.fleet().mostBots()))
        .withConventions(conventions)
        .withBots(bots);
  }
}
