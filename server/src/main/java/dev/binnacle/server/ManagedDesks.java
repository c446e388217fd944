package dev.binnacle.server;

import dev.binnacle.config.LiveConfig;
import dev.binnacle.config.Trial;
import dev.binnacle.engine.fleet.BotSnapshot;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import dev.binnacle.web.api.ConfigReply;
import dev.binnacle.web.api.Configurations;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks the desks of files that are kept here, and sees to it that what is tried out reaches the one instance that tries it.
 *
 * <p><b>Threads:</b> thread-safe. Desks wait for the disk, and are asked on {@code threads}.
 */
final class ManagedDesks {
  private final Function<BotId, @Nullable ManagedConfig> files;
  private final ManagedTrials trials;
  private final Canaries canaries;
  private final Executor threads;
  private final Function<BotId, @Nullable BotSnapshot> bots;
  private final Consumer<BotId> changed;

  /** @param changed hears that an instance is to run with something else */
  ManagedDesks(
      Function<BotId, @Nullable ManagedConfig> files, ManagedTrials trials, Canaries canaries, Executor threads,
      Function<BotId, @Nullable BotSnapshot> bots, Consumer<BotId> changed) {
    this.files = files;
    this.trials = trials;
    this.canaries = canaries;
    this.threads = threads;
    this.bots = bots;
    this.changed = changed;
  }

  private ManagedConfig.@Nullable Opened opened(BotId bot) {
    ManagedConfig file = files.apply(bot);
    return file == null ? null : file.opened();
  }

  CompletionStage<ConfigReply> call(BotId bot, ManagedConfig.Opened opened, ConfigCalls.Asked asked) {
    InstanceId instance = asked.instance();
    if (asked.begins()) {
      ConfigReply no = noTrial(bot, opened.live(), instance);
      if (no != null) {
        return CompletableFuture.completedFuture(no);
      }
      canaries.beginning(bot, Objects.requireNonNull(instance));
    }
    return onDesk(() -> {
      if (asked.name().equals("state") && instance != null) {
        return stateFor(bot, opened, asked, instance);
      }
      String before = opened.live().committed().hash();
      ConfigReply reply = ConfigReply.parse(opened.desk().answer(asked.text()));
      if (asked.begins() && instance != null && reply.status() == 200) {
        begun(bot, instance, before, reply);
      } else if (asked.ends()) {
        ended(bot, asked, reply);
      }
      return reply;
    });
  }

  private CompletionStage<ConfigReply> onDesk(Supplier<ConfigReply> call) {
    try {
      return CompletableFuture.supplyAsync(call, threads);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(ConfigReply.refused(503, "busy", "too many calls wait; try again in a moment"));
    }
  }

  /** Why an instance cannot be given something to try out; null when it can. */
  private @Nullable ConfigReply noTrial(BotId bot, LiveConfig<?> live, @Nullable InstanceId instance) {
    ConfigInstances.Tried running = trials.tried(bot, live);
    if (running != null) {
      return ConfigReply.refused(
          409, "trial-running",
          "instance " + running.instance() + " is trying a configuration out already: promote or abort that first");
    }
    if (instance == null || !isKnown(bot, instance)) {
      return ConfigReply.refused(
          404, "no-instance",
          "no instance " + (instance == null ? "of that name" : instance) + " of bot " + bot + " is known: it must ask for its"
              + " configuration with ?instance=ID&hash=HASH, or say with POST …/config/seen what it runs with");
    }
    return null;
  }

  private boolean isKnown(BotId bot, InstanceId instance) {
    BotSnapshot now = bots.apply(bot);
    return trials.isPolling(bot, instance)
        || now != null && now.instances().stream().anyMatch(each -> each.id().equals(instance) && !each.ended())
        || ConfigInstances.ofManaged(now, null, null).stream().anyMatch(told -> told.instance().equals(instance));
  }

  private void begun(BotId bot, InstanceId instance, String before, ConfigReply reply) {
    // What changes nothing is answered without a trial.
    if (ConfigCalls.JSON.readTree(reply.body()).path("canary") instanceof ObjectNode trial) {
      trials.begun(bot, instance, trial, before);
      look(bot);
    }
  }

  private void ended(BotId bot, ConfigCalls.Asked asked, ConfigReply reply) {
    InstanceId trying = canaries.running(bot);
    if (trying != null) {
      canaries.answered(bot, trying, asked.name(), asked.reason(), reply);
    }
    look(bot);
  }

  /** One that runs with the configuration is given what it is to try out; one that has nothing yet begins with the file. */
  private ConfigReply stateFor(BotId bot, ManagedConfig.Opened opened, ConfigCalls.Asked asked, InstanceId instance) {
    ConfigInstances.Tried tried = trials.tried(bot, opened.live());
    boolean tries = tried != null && tried.instance().equals(instance);
    if (tried != null && tries && asked.clear() && !asked.tried() && tried.hash().equals(trials.given(bot, instance))) {
      abort(bot, opened, "instance " + instance + " began anew");
    }
    ObjectNode call = ConfigCalls.JSON.createObjectNode();
    call.setAll((ObjectNode) ConfigCalls.JSON.readTree(asked.text()));
    call.put("tried", tries && asked.tried());
    ConfigReply reply = ConfigReply.parse(opened.desk().answer(ConfigCalls.JSON.writeValueAsString(call)));
    if (asked.tried() && reply.status() == 200) {
      trials.give(bot, instance, ConfigCalls.JSON.readTree(reply.body()).path("hash").asString(""));
    }
    return reply;
  }

  private ConfigReply abort(BotId bot, ManagedConfig.Opened opened, String reason) {
    String call =
        ConfigCalls.JSON.createObjectNode().put("call", "abort").put("author", "binnacle").put("proved", true)
            .put("source", "api").put("reason", reason).toString();
    ConfigReply reply = ConfigReply.parse(opened.desk().answer(call));
    ended(bot, ConfigCalls.read(call), reply);
    return reply;
  }

  /** Ends a trial for the watch over it. What the instance has not taken is not promoted: it has not been tried out. */
  CompletionStage<ConfigReply> end(BotId bot, String call) {
    ManagedConfig.Opened opened = opened(bot);
    if (opened == null) {
      return CompletableFuture.completedFuture(ConfigReply.refused(503, "refusing", "the file is not open"));
    }
    ConfigInstances.Tried tried = trials.tried(bot, opened.live());
    if (tried != null && ConfigCalls.read(call).name().equals("promote") && !isTaken(bot, tried)) {
      return CompletableFuture.completedFuture(
          ConfigReply.refused(409, "not-taken", "instance " + tried.instance() + " has not said that it runs with it"));
    }
    return onDesk(() -> {
      ConfigReply reply = ConfigReply.parse(opened.desk().answer(call));
      changed.accept(bot);
      return reply;
    });
  }

  private boolean isTaken(BotId bot, ConfigInstances.Tried tried) {
    return ConfigInstances.ofManaged(bots.apply(bot), null, tried).stream().anyMatch(told -> told.state().equals("canary"));
  }

  /** An instance that refuses what it is to try out ends the trial. */
  void seen(BotId bot, Configurations.Seen seen) {
    ManagedConfig.Opened opened = seen.applied() ? null : opened(bot);
    ConfigInstances.Tried tried = opened == null ? null : trials.tried(bot, opened.live());
    if (opened != null && tried != null && tried.equals(new ConfigInstances.Tried(seen.instance(), seen.hash()))) {
      String why = seen.reason() == null ? "" : ": " + ConfigEvents.clean(seen.reason(), 500);
      var _ = onDesk(() -> abort(bot, opened, "instance " + seen.instance() + " refuses it" + why));
    }
  }

  /** Looks at what became of all trials: their time may be over, or a newer version in force. To be called several times a second. */
  void look() {
    trials.bots().forEach(this::look);
  }

  private void look(BotId bot) {
    ManagedConfig.Opened opened = opened(bot);
    Trial now = opened == null ? null : opened.live().trial().orElse(null);
    ManagedTrials.News news = trials.changed(bot, now);
    if (news == null) {
      return;
    }
    JsonNode told = opened == null || news.gone()
        ? news.told().deepCopy().put("state", "rolled_back").put("verdict", "the file was let go of")
        : ConfigCalls.JSON.readTree(ConfigReply.parse(opened.desk().answer("{\"call\":\"state\",\"brief\":true}")).body())
            .path("canary");
    if (told instanceof ObjectNode trial) {
      trials.told(bot, trial);
      canaries.told(bot, news.instance(), trial);
    }
    changed.accept(bot);
  }
}
