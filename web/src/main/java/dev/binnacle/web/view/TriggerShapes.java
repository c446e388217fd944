package dev.binnacle.web.view;

import dev.binnacle.engine.control.ControlSnapshot.TriggerView;
import dev.binnacle.engine.control.ControlSnapshot.TriggersView;
import dev.binnacle.engine.control.TriggerSettings;
import dev.binnacle.engine.control.TriggerSettings.Reach;
import dev.binnacle.engine.control.TriggerSettings.Switch;
import dev.binnacle.engine.control.TriggerSettings.Tier;
import dev.binnacle.model.BotId;
import dev.binnacle.model.HaltMode;
import dev.binnacle.model.Trigger;
import dev.binnacle.model.TriggerKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Automatic triggers, and how far each bot is from them. */
public final class TriggerShapes {
  /** A trigger as it is set. */
  private record Setting(TriggerKind kind, TriggerSettings settings) {
    Switch is() {
      return settings.switches().getOrDefault(kind, Switch.DEFAULT);
    }

    /** What it is held against, for all bots that have no limit of their own. */
    String limit() {
      return switch (kind) {
        case MEMORY -> times(settings.factors().memory().toPlainString(), settings.limits().memoryMb().toPlainString() + " MB");
        case API_ERRORS ->
            times(settings.factors().apiErrors().toPlainString(), settings.limits().apiErrorPercent().toPlainString() + " %");
        case DAILY_LOSS ->
            times(settings.factors().dailyLoss().toPlainString(), "a loss of " + settings.limits().dailyLoss().toPlainString());
        case CRITICAL_FAILURE -> is().samples() + " failed checks running, or a second source";
        case DRAWDOWN -> tiers();
        case LOST_HEARTBEAT -> "offline with positions or orders open";
        case ORDER_STORM -> pace(settings.storm());
        case REPEATED_EXECUTION -> pace(settings.repeats());
      };
    }

    private static String times(String factor, String threshold) {
      return factor + " times " + threshold;
    }

    private static String pace(TriggerSettings.Pace pace) {
      return pace.most() + " within " + pace.within().toSeconds() + " s";
    }

    private String tiers() {
      List<String> tiers = new ArrayList<>();
      for (Tier tier : settings.tiers()) {
        tiers.add(tier.percent().toPlainString() + " %: " + Fields.wordOf(tier.act().mode()));
      }
      return String.join(", ", tiers);
    }
  }

  /** One trigger of one bot. */
  public record OfBot(BotId bot, TriggerView view) {}

  private static final Shape<Setting> SETTING =
      Shape.<Setting>object("TriggerSetting", "An automatic trigger as it is set")
          .text("name", setting -> setting.kind().word())
          .flag("on", setting -> setting.settings().enabled() && setting.is().on())
          .word("mode", HaltMode.class, setting -> setting.is().act().mode())
          .note("what it does; a tier of drawdown may have a mode of its own")
          .count("samples", setting -> setting.is().samples())
          .note("how many running must be beyond the limit")
          .word("scope", Reach.class, setting -> setting.is().reach())
          .text("limit", Setting::limit)
          .flag("throttle", setting -> setting.kind().isThrottle())
          .note("whether a named person must arm it again before what it has halted can be released")
          .shape();

  private static final Shape<Trigger.Rearming> REARMING =
      Shape.<Trigger.Rearming>object("TriggerRearming", "Who armed a throttle again, and why")
          .time("at", Trigger.Rearming::at)
          .text("by", Trigger.Rearming::by)
          .text("reason", Trigger.Rearming::reason)
          .shape();

  private static final Shape<OfBot> BOT =
      Shape.<OfBot>object("BotTrigger", "How far one bot is from one automatic trigger")
          .text("bot", of -> of.bot().value())
          .text("name", of -> of.view().kind().word())
          .text("part", of -> of.view().part())
          .note("a component or a tier; empty when there is only one")
          .textOrNull("value", of -> of.view().value())
          .note("what was looked at last, for a person")
          .textOrNull("limit", of -> of.view().limit())
          .numberOrNull("share", of -> of.view().share())
          .note("how much of the limit is reached, 1 at the limit")
          .timeOrNull("at", of -> of.view().at())
          .word("stage", Trigger.Stage.class, of -> of.view().stage())
          .note("armed; tripped while its halt is in force; spent until a sample within the limit was seen")
          .count("bad", of -> of.view().bad())
          .note("samples running that were beyond the limit")
          .textOrNull("halt", TriggerShapes::halt)
          .flag("locked", of -> of.view().isLocked())
          .note("a throttle that a named person must arm again")
          .childOrNull("rearmed", REARMING, of -> of.view().trigger() == null ? null : of.view().trigger().rearming())
          .shape();

  public static final Shape<TriggersView> TRIGGERS =
      Shape.<TriggersView>object("Triggers", "What may halt trading without a person, and how far each bot is from it")
          .flag("enabled", view -> view.settings().enabled())
          .note("whether anything may: monitoring.enable-emergency-shutdown")
          .list("triggers", SETTING, TriggerShapes::settings)
          .list("bots", BOT, view -> flat(view))
          .note("by bot and trigger")
          .shape();

  public static final Shape<List<OfBot>> OF_BOT =
      Shape.<List<OfBot>>object("BotTriggers", "How far one bot is from each automatic trigger")
          .list("triggers", BOT, all -> all)
          .shape();

  private TriggerShapes() {}

  private static List<Setting> settings(TriggersView view) {
    return Arrays.stream(TriggerKind.values()).map(kind -> new Setting(kind, view.settings())).toList();
  }

  private static List<OfBot> flat(TriggersView view) {
    List<OfBot> all = new ArrayList<>();
    view.bots().keySet().forEach(bot -> all.addAll(of(view, bot)));
    return all;
  }

  public static List<OfBot> of(TriggersView view, BotId bot) {
    return view.bots().getOrDefault(bot, List.of()).stream().map(each -> new OfBot(bot, each)).toList();
  }

  private static @Nullable String halt(OfBot of) {
    Trigger trigger = of.view().trigger();
    return trigger == null || trigger.halt() == null ? null : trigger.halt().value();
  }
}
