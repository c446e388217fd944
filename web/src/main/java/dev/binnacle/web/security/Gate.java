package dev.binnacle.web.security;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells who asks. The front door of this package.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class Gate {
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST_TOKEN = 512;

  private final Tokens tokens;
  private final Sessions sessions;
  private final LoginLinks links;
  private final FailureLimit logins;
  private final FailureLimit bearers;

  private Gate(Tokens tokens, Sessions sessions, LoginLinks links, InstantSource clock) {
    this.tokens = tokens;
    this.sessions = sessions;
    this.links = links;
    this.logins = new FailureLimit(clock);
    this.bearers = new FailureLimit(clock);
  }

  /**
   * @param environmentToken a secret that stands for an administrator, at least 16 characters; null for none
   * @param sessionKey what signs the sessions; those made with another key are void
   * @throws IllegalArgumentException if the environment's token is too short
   */
  public static Gate open(
      AccessStore store, InstantSource clock, @Nullable Secret environmentToken, Secret sessionKey, Duration sessionLifetime) {
    Tokens tokens = new Tokens(store, clock, environmentToken);
    Sessions sessions = new Sessions(sessionKey, sessionLifetime, clock, store, tokens);
    return new Gate(tokens, sessions, new LoginLinks(clock), clock);
  }

  public Tokens tokens() {
    return tokens;
  }

  public Sessions sessions() {
    return sessions;
  }

  public LoginLinks links() {
    return links;
  }

  /** Who asks, or why that is not known. */
  public sealed interface Identity {
    record Known(Caller caller) implements Identity {}

    /** Showed nothing. */
    record Stranger() implements Identity {}

    /** Showed something that is not good, or no longer. {@code why} is a sentence for a person. */
    record Refused(String why) implements Identity {}

    /** Showed bad tokens too often. */
    record Throttled(Duration retryAfter) implements Identity {}
  }

  /**
   * A token decides when there is one, the session otherwise. A good token is good however many bad ones came from its address: bots
   * behind one address must not lock each other out, and 256 bits are not guessed.
   *
   * @param authorization the header of that name, null when there is none
   * @param sessionCookie the value of the session's cookie, null when there is none
   */
  public Identity identify(@Nullable String authorization, @Nullable String sessionCookie, InetAddress from) {
    if (authorization != null) {
      return byToken(authorization, from);
    }
    if (sessionCookie == null) {
      return new Identity.Stranger();
    }
    return sessions
        .read(sessionCookie)
        .<Identity>map(Identity.Known::new)
        .orElseGet(() -> new Identity.Refused("the session has ended; sign in again"));
  }

  private Identity byToken(String authorization, InetAddress from) {
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return new Identity.Refused("only bearer tokens are understood: Authorization: Bearer bnc_…");
    }
    String secret = authorization.substring(SCHEME.length()).strip();
    Optional<AccessToken> token = secret.length() > LONGEST_TOKEN ? Optional.empty() : tokens.withSecret(Secret.of(secret));
    if (token.isPresent()) {
      return new Identity.Known(Tokens.callerOf(token.get()));
    }
    Optional<Duration> wait = bearers.mustWait(from);
    bearers.failed(from);
    return wait.<Identity>map(Identity.Throttled::new)
        .orElseGet(() -> new Identity.Refused("the token is not known, was revoked, or has expired"));
  }

  /** What became of an attempt to sign in. */
  public sealed interface Login {
    record Welcome(Sessions.Opened session) implements Login {}

    record Wrong(String why) implements Login {}

    record Throttled(Duration retryAfter) implements Login {}
  }

  /** Opens a session for the code of a login link, or for a token that is a person's. */
  public Login signIn(Secret codeOrToken, InetAddress from) {
    Optional<Duration> wait = logins.mustWait(from);
    if (wait.isPresent()) {
      return new Login.Throttled(wait.get());
    }
    Optional<Role> linked = links.spend(codeOrToken);
    if (linked.isPresent()) {
      return new Login.Welcome(sessions.open("local", linked.get()));
    }
    Optional<AccessToken> token = tokens.withSecret(codeOrToken);
    if (token.isEmpty()) {
      logins.failed(from);
      return new Login.Wrong("This code or token is not known. A code works once, within 10 minutes.");
    }
    if (!token.get().role().isForPeople()) {
      return new Login.Wrong("This is a bot's token: it sends events and opens no dashboard.");
    }
    return new Login.Welcome(sessions.open(token.get().name(), token.get().role(), token.get().id()));
  }

  /** Whether access that was granted earlier still is; for connections that stay open. */
  public boolean isStillGranted(Caller caller) {
    return caller.isBySession() ? sessions.isLive(caller) : caller.tokenId() != null && tokens.isValid(caller.tokenId());
  }
}
