package dev.binnacle.server;

import dev.binnacle.model.BotId;
import dev.binnacle.storage.Registry;
import dev.binnacle.web.security.AccessStore;
import dev.binnacle.web.security.AccessToken;
import dev.binnacle.web.security.Role;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Tokens and ended sessions in the storage's registry, as JSON; and the tokens of the settings, which are not kept. */
final class RegistryAccessStore implements AccessStore {
  private static final String TOKEN = "token";
  private static final String ENDED_SESSION = "ended-session";

  private final Registry registry;
  private final List<AccessToken> fixed;
  private final InstantSource clock;
  private final JsonMapper json = JsonMapper.builder().build();

  /**
   * @param fixed tokens that hold while this process runs
   */
  RegistryAccessStore(Registry registry, List<AccessToken> fixed, InstantSource clock) {
    this.registry = registry;
    this.fixed = List.copyOf(fixed);
    this.clock = clock;
  }

  /** How a token lies in the registry. */
  record Kept(
      String name, String role, @Nullable String bot, String hash, Instant createdAt, String createdBy,
      @Nullable Instant expiresAt) {}

  @Override
  public List<AccessToken> tokens() {
    List<AccessToken> tokens = new ArrayList<>(fixed);
    registry.all(TOKEN).forEach((id, bytes) -> tokens.add(token(id, bytes)));
    return tokens;
  }

  private AccessToken token(String id, byte[] bytes) {
    Kept kept = json.readValue(bytes, Kept.class);
    Role role =
        Role.named(kept.role).orElseThrow(() -> new IllegalStateException("token " + id + " has the unknown role " + kept.role));
    BotId bot = kept.bot == null ? null : new BotId(kept.bot);
    return new AccessToken(id, kept.name, role, bot, kept.hash, kept.createdAt, kept.createdBy, kept.expiresAt);
  }

  @Override
  public void save(AccessToken token) {
    BotId bot = token.bot();
    Kept kept = new Kept(
        token.name(),
        token.role().wireName(),
        bot == null ? null : bot.value(),
        token.hash(),
        token.createdAt(),
        token.createdBy(),
        token.expiresAt());
    registry.put(TOKEN, token.id(), json.writeValueAsBytes(kept));
  }

  @Override
  public void remove(String tokenId) {
    registry.remove(TOKEN, tokenId);
  }

  @Override
  public Map<String, Instant> endedSessions() {
    Map<String, Instant> ended = new LinkedHashMap<>();
    registry.all(ENDED_SESSION).forEach((id, bytes) -> ended.put(id, Instant.parse(new String(bytes, StandardCharsets.UTF_8))));
    return ended;
  }

  @Override
  public void endSession(String sessionId, Instant expiry) {
    Instant now = clock.instant();
    endedSessions().forEach((id, end) -> {
      if (end.isBefore(now)) {
        registry.remove(ENDED_SESSION, id);
      }
    });
    registry.put(ENDED_SESSION, sessionId, expiry.toString().getBytes(StandardCharsets.UTF_8));
  }
}
