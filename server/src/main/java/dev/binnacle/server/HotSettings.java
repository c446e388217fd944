package dev.binnacle.server;

import dev.binnacle.engine.Input;
import dev.binnacle.web.security.AccessToken;
import dev.binnacle.web.security.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/** Carries what can take effect at once into the rooms. Threads: one at a time; waits while the engine has no room. */
final class HotSettings implements BiConsumer<Settings, Settings> {
  private static final long PAUSE = Duration.ofMillis(20).toNanos();

  private final EngineLoop loop;
  private final ManagedConfigs configs;
  private final Messaging messaging;
  private final RemoteControls phones;
  private final Upkeep upkeep;
  private final Tokens tokens;
  private final InstantSource clock;

  HotSettings(EngineLoop loop, ManagedConfigs configs, Messaging messaging, RemoteControls phones, Upkeep upkeep, Tokens tokens,
      InstantSource clock) {
    this.loop = loop;
    this.configs = configs;
    this.messaging = messaging;
    this.phones = phones;
    this.upkeep = upkeep;
    this.tokens = tokens;
    this.clock = clock;
  }

  @Override
  public void accept(Settings before, Settings after) {
    resettle(after);
    exchangeTokens(before, after);
    configs.settle(after.bots());
    upkeep.settle(after);
    if (!before.alerting().channels().equals(after.alerting().channels())) {
      messaging.reload(after.alerting().channels());
      phones.reload(after.alerting().channels());
    }
  }

  private void resettle(Settings after) {
    Input.Resettled resettled = new Input.Resettled(
        EngineBoot.fleet(after), after.alerting().engine(), EngineBoot.control(after));
    while (!loop.mailbox().offer(resettled)) {
      if (loop.failure().isPresent() || Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("the engine takes no settings");
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  /** Only those that changed: one that a person has revoked stays revoked until the file says another. */
  private void exchangeTokens(Settings before, Settings after) {
    Instant now = clock.instant();
    List<AccessToken> were = WebWiring.tokensOf(before, now);
    List<AccessToken> are = WebWiring.tokensOf(after, now);
    Set<String> gone = ids(were);
    gone.removeAll(ids(are));
    Set<String> known = ids(were);
    List<AccessToken> added = new ArrayList<>(are);
    added.removeIf(token -> known.contains(token.id()));
    tokens.exchange(gone, added);
  }

  private static Set<String> ids(List<AccessToken> tokens) {
    Set<String> ids = new HashSet<>();
    tokens.forEach(token -> ids.add(token.id()));
    return ids;
  }
}
