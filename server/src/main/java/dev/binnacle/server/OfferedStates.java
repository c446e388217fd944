package dev.binnacle.server;

import dev.binnacle.ingest.Offers;
import dev.binnacle.model.BotId;
import dev.binnacle.model.InstanceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What connected instances offer, in brief.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class OfferedStates implements Offers.Listener {
  private final Map<String, Glimpse> known = new ConcurrentSkipListMap<>();

  private final Trials trials;

  /** Hears what an instance tells of its trial; the node is null or missing when it has had none. */
  interface Trials {
    void told(BotId bot, InstanceId instance, JsonNode trial);
  }

  OfferedStates(Trials trials) {
    this.trials = trials;
  }

  /** @param state of the instance: {@code applied}, {@code pending} or {@code canary} */
  record Glimpse(
      InstanceId instance, @Nullable Long version, @Nullable String hash, @Nullable String format, String status, boolean pending,
      @Nullable String pendingReason, String state) {}

  private static String key(BotId bot, InstanceId instance) {
    return bot + " " + instance;
  }

  @Override
  public void offered(Offers.Offer offer) {
    try {
      JsonNode state = ConfigCalls.JSON.readTree(offer.state());
      boolean pending = state.hasNonNull("pending");
      boolean trying = state.path("canary").path("state").asString("").equals("running");
      known.put(
          key(offer.bot(), offer.instance()),
          new Glimpse(
              offer.instance(),
              state.path("version").canConvertToLong() ? state.path("version").longValue() : null,
              text(state, "hash"),
              text(state, "format"),
              state.path("status").asString("active"),
              pending,
              text(state.path("pending"), "reason"),
              trying ? "canary" : pending ? "pending" : "applied"));
      trials.told(offer.bot(), offer.instance(), state.path("canary"));
    } catch (JacksonException e) {
      // It was JSON when it came in; one that is deeper or longer than we look is known by its connection alone.
      known.remove(key(offer.bot(), offer.instance()));
    }
  }

  private static @Nullable String text(JsonNode state, String field) {
    return state.path(field).isString() ? state.path(field).asString() : null;
  }

  @Override
  public void withdrawn(BotId bot, InstanceId instance) {
    known.remove(key(bot, instance));
  }

  @Nullable Glimpse of(BotId bot, InstanceId instance) {
    return known.get(key(bot, instance));
  }

  /** Whether the instance runs with another content than this. */
  boolean isOther(BotId bot, InstanceId instance, @Nullable String hash) {
    Glimpse glimpse = of(bot, instance);
    return glimpse != null && hash != null && !hash.equals(glimpse.hash());
  }

  List<ConfigInstances.Told> instances(BotId bot, @Nullable String hash) {
    List<ConfigInstances.Told> told = new ArrayList<>();
    known.forEach(
        (key, glimpse) -> {
          if (key.startsWith(bot + " ")) {
            boolean lags = glimpse.state().equals("applied") && isOther(bot, glimpse.instance(), hash);
            told.add(
                new ConfigInstances.Told(
                    glimpse.instance(), glimpse.version(), glimpse.hash(), lags ? "lagging" : glimpse.state(), null, null));
          }
        });
    return told;
  }
}
