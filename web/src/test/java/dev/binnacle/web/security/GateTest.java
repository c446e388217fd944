package dev.binnacle.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.binnacle.model.BotId;
import dev.binnacle.web.FakePorts;
import dev.binnacle.web.security.Gate.Identity;
import dev.binnacle.web.security.Gate.Login;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GateTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final Secret KEY = Secret.of("the key of the sessions");
  private static final Duration WEEK = Duration.ofDays(7);

  private final FakePorts.Store store = new FakePorts.Store();
  private Instant now = Instant.parse("2026-01-05T12:00:00Z");
  private final Gate gate = gate(null, KEY);

  private Gate gate(@Nullable Secret environment, Secret key) {
    return Gate.open(store, () -> now, environment, key, WEEK);
  }

  private Secret issued(Role role) {
    return gate.tokens().issue("some token", role, null, null, "test").orElseThrow().secret();
  }

  private static String bearer(Secret secret) {
    return "Bearer " + secret.reveal();
  }

  private Sessions.Opened session(Gate at, Secret codeOrToken) {
    return ((Login.Welcome) at.signIn(codeOrToken, HERE)).session();
  }

  private Identity cookie(Gate at, String cookie) {
    return at.identify(null, cookie, HERE);
  }

  @Test
  void tokenIsKnownByItsSecretAlone() {
    Secret secret = issued(Role.VIEWER);

    assertThat(gate.identify(bearer(secret), null, HERE))
        .isInstanceOfSatisfying(Identity.Known.class, known -> assertThat(known.caller().role()).isEqualTo(Role.VIEWER));
    assertThat(gate.identify("Bearer bnc_" + "x".repeat(43), null, HERE)).isInstanceOf(Identity.Refused.class);
  }

  @Test
  void secretIsLongRandomMarkedAndNotKept() {
    Secret one = issued(Role.VIEWER);
    Secret other = issued(Role.VIEWER);

    assertThat(one.reveal()).startsWith("bnc_").hasSizeGreaterThanOrEqualTo(4 + 43).isNotEqualTo(other.reveal());
    assertThat(store.tokens()).allSatisfy(token -> assertThat(token.toString()).doesNotContain(one.reveal()));
    assertThat(one).hasToString("•••");
  }

  @Test
  void tokenOutlivesARestart() {
    Secret secret = issued(Role.OPERATOR);

    assertThat(gate(null, KEY).identify(bearer(secret), null, HERE)).isInstanceOf(Identity.Known.class);
  }

  @Test
  void revokedTokenIsGoodNoLongerAlsoAfterARestart() {
    Secret secret = issued(Role.ADMIN);

    assertThat(gate.tokens().revoke(gate.tokens().list().getFirst().id())).isTrue();

    assertThat(gate.identify(bearer(secret), null, HERE)).isInstanceOf(Identity.Refused.class);
    assertThat(gate(null, KEY).identify(bearer(secret), null, HERE)).isInstanceOf(Identity.Refused.class);
  }

  @Test
  void tokenEndsAtItsTime() {
    Secret secret = gate.tokens().issue("short", Role.VIEWER, null, now.plusSeconds(60), "test").orElseThrow().secret();

    now = now.plusSeconds(59);
    assertThat(gate.identify(bearer(secret), null, HERE)).isInstanceOf(Identity.Known.class);

    now = now.plusSeconds(1);
    assertThat(gate.identify(bearer(secret), null, HERE)).isInstanceOf(Identity.Refused.class);
  }

  @Test
  void onlyAnIngestTokenBelongsToABot() {
    assertThatThrownBy(() -> gate.tokens().issue("t", Role.VIEWER, new BotId("b"), null, "test"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void numberOfTokensIsBounded() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(gate.tokens().issue("t" + i, Role.VIEWER, null, null, "test")).isPresent();
    }

    assertThat(gate.tokens().issue("one more", Role.VIEWER, null, null, "test")).isEmpty();
  }

  @Test
  void environmentTokenIsAnAdministrators() {
    Gate withToken = gate(Secret.of("a-token-from-the-environment"), KEY);

    assertThat(withToken.identify("Bearer a-token-from-the-environment", null, HERE))
        .isInstanceOfSatisfying(Identity.Known.class, known -> assertThat(known.caller().role()).isEqualTo(Role.ADMIN));
    assertThat(withToken.tokens().list()).isEmpty();
  }

  @Test
  void shortEnvironmentTokenIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> gate(Secret.of("hunter2"), KEY))
        .hasMessageContaining("BINNACLE_TOKEN")
        .hasMessageContaining("16")
        .hasMessageContaining("openssl rand")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic dXNlcjpwYXNz", "Bearer", "Bearer ", "bnc_x", ""})
  void whatIsNoBearerTokenIsRefused(String header) {
    assertThat(gate.identify(header, null, HERE)).isInstanceOf(Identity.Refused.class);
  }

  @Test
  void badTokenIsNotMadeGoodByAGoodSession() {
    String session = session(gate, gate.links().issue(Role.ADMIN).secret()).cookie().reveal();

    assertThat(gate.identify("Bearer nonsense", session, HERE)).isInstanceOf(Identity.Refused.class);
  }

  @Test
  void loginLinkLetsInOnce() {
    Secret code = gate.links().issue(Role.OPERATOR).secret();

    assertThat(session(gate, code).caller().role()).isEqualTo(Role.OPERATOR);
    assertThat(gate.signIn(code, HERE)).isInstanceOf(Login.Wrong.class);
  }

  @Test
  void loginLinkIsGoodForTenMinutesAndNotLonger() {
    Secret early = gate.links().issue(Role.ADMIN).secret();
    Secret late = gate.links().issue(Role.ADMIN).secret();

    now = now.plus(Duration.ofMinutes(10)).minusMillis(1);
    assertThat(gate.signIn(early, HERE)).isInstanceOf(Login.Welcome.class);

    now = now.plusMillis(1);
    assertThat(gate.signIn(late, HERE)).isInstanceOf(Login.Wrong.class);
  }

  @Test
  void numberOfOpenLinksIsBoundedAndTheOldestGivesWay() {
    Secret first = gate.links().issue(Role.ADMIN).secret();
    Secret last = first;
    for (int i = 0; i < 16; i++) {
      last = gate.links().issue(Role.ADMIN).secret();
    }

    assertThat(gate.signIn(first, HERE)).isInstanceOf(Login.Wrong.class);
    assertThat(gate.signIn(last, HERE)).isInstanceOf(Login.Welcome.class);
  }

  @Test
  void sessionOutlivesARestartWithTheSameKeyAndDiesWithAnother() {
    String session = session(gate, gate.links().issue(Role.ADMIN).secret()).cookie().reveal();

    assertThat(cookie(gate(null, KEY), session)).isInstanceOf(Identity.Known.class);
    assertThat(cookie(gate(null, Secret.of("quite another key")), session)).isInstanceOf(Identity.Refused.class);
  }

  @Test
  void sessionEndsAfterItsLifetime() {
    String session = session(gate, gate.links().issue(Role.ADMIN).secret()).cookie().reveal();

    now = now.plus(WEEK).minusSeconds(1);
    assertThat(cookie(gate, session)).isInstanceOf(Identity.Known.class);

    now = now.plusSeconds(1);
    assertThat(cookie(gate, session)).isInstanceOf(Identity.Refused.class);
  }

  @Test
  void endedSessionStaysEndedAfterARestart() {
    Sessions.Opened opened = session(gate, gate.links().issue(Role.ADMIN).secret());

    gate.sessions().end(opened.caller());

    assertThat(cookie(gate, opened.cookie().reveal())).isInstanceOf(Identity.Refused.class);
    assertThat(cookie(gate(null, KEY), opened.cookie().reveal())).isInstanceOf(Identity.Refused.class);
    assertThat(gate.isStillGranted(opened.caller())).isFalse();
  }

  @Test
  void sessionOfATokenEndsWithTheToken() {
    Sessions.Opened opened = session(gate, issued(Role.VIEWER));
    assertThat(cookie(gate, opened.cookie().reveal())).isInstanceOf(Identity.Known.class);

    gate.tokens().revoke(gate.tokens().list().getFirst().id());

    assertThat(cookie(gate, opened.cookie().reveal())).isInstanceOf(Identity.Refused.class);
    assertThat(gate.isStillGranted(opened.caller())).isFalse();
  }

  @Test
  void sessionOfTheEnvironmentsTokenEndsWhenThatIsReplaced() {
    Gate first = gate(Secret.of("the-first-token-of-all"), KEY);
    String session = session(first, Secret.of("the-first-token-of-all")).cookie().reveal();

    assertThat(cookie(gate(Secret.of("the-first-token-of-all"), KEY), session)).isInstanceOf(Identity.Known.class);
    assertThat(cookie(gate(Secret.of("the-second-token-of-all"), KEY), session)).isInstanceOf(Identity.Refused.class);
  }

  @Test
  void everyChangedCharacterVoidsASession() {
    String session = session(gate, gate.links().issue(Role.VIEWER).secret()).cookie().reveal();

    for (int i = 0; i < session.length() - 1; i++) {
      char other = session.charAt(i) == 'A' ? 'B' : 'A';
      String changed = session.substring(0, i) + other + session.substring(i + 1);

      assertThat(cookie(gate, changed)).isInstanceOf(Identity.Refused.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.b", "....", "é.é", "YQ.YQ", "%%%.%%%"})
  void rubbishIsNoSession(String cookie) {
    assertThat(cookie(gate, cookie)).isInstanceOf(Identity.Refused.class);
    assertThat(cookie(gate, "x".repeat(100_000) + ".y")).isInstanceOf(Identity.Refused.class);
  }

  @Test
  void botsTokenOpensNoSession() {
    assertThat(gate.signIn(issued(Role.INGEST), HERE)).isInstanceOf(Login.Wrong.class);
  }

  @Test
  void tenFailuresMakeAnAddressWaitAndTimeHealsIt() throws UnknownHostException {
    InetAddress elsewhere = InetAddress.getByName("192.0.2.1");
    for (int i = 0; i < 10; i++) {
      assertThat(gate.signIn(Secret.of("guess " + i), HERE)).isInstanceOf(Login.Wrong.class);
    }

    assertThat(gate.signIn(Secret.of("guess"), HERE)).isEqualTo(new Login.Throttled(Duration.ofSeconds(6)));
    assertThat(gate.signIn(issued(Role.ADMIN), HERE)).isInstanceOf(Login.Throttled.class);
    assertThat(gate.signIn(issued(Role.ADMIN), elsewhere)).isInstanceOf(Login.Welcome.class);

    now = now.plusSeconds(6);
    assertThat(gate.signIn(issued(Role.ADMIN), HERE)).isInstanceOf(Login.Welcome.class);
  }

  @Test
  void goodBearerTokenIsGoodHoweverManyBadOnesItsNeighboursSend() {
    Secret good = issued(Role.INGEST);
    Set<Class<?>> answers = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      answers.add(gate.identify("Bearer guess" + i, null, HERE).getClass());
    }

    assertThat(answers).containsExactlyInAnyOrder(Identity.Refused.class, Identity.Throttled.class);
    assertThat(gate.identify(bearer(good), null, HERE)).isInstanceOf(Identity.Known.class);
  }

  @Test
  void attackerCannotFleeTheLimitWithinHisIpv6Network() throws UnknownHostException {
    for (int i = 1; i <= 10; i++) {
      gate.signIn(Secret.of("guess"), InetAddress.getByName("2001:db8::" + i));
    }

    assertThat(gate.signIn(Secret.of("guess"), InetAddress.getByName("2001:db8::ffff"))).isInstanceOf(Login.Throttled.class);
    assertThat(gate.signIn(Secret.of("guess"), InetAddress.getByName("2001:db8:0:1::1"))).isInstanceOf(Login.Wrong.class);
  }

  @Test
  void manyAddressesDoNotGrowTheMemoryOfFailures() throws UnknownHostException {
    FailureLimit limit = new FailureLimit(() -> now);
    InetAddress first = InetAddress.getByName("10.0.0.1");
    for (int i = 0; i < FailureLimit.BURST; i++) {
      limit.failed(first);
    }
    assertThat(limit.mustWait(first)).isPresent();

    for (int i = 0; i < 1_000; i++) {
      limit.failed(InetAddress.getByName("10.1." + i / 250 + "." + i % 250));
    }

    assertThat(limit.mustWait(first)).isEmpty();
  }
}
