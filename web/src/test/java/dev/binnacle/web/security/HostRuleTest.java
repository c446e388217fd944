package dev.binnacle.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostRuleTest {
  private final HostRule local = rule("127.0.0.1", null);

  private static HostRule rule(String bound, @Nullable String publicUrl, String... allowed) {
    try {
      InetAddress address = InetAddress.getByName(bound);
      return HostRule.of(bound, address, Set.of(allowed), publicUrl == null ? null : URI.create(publicUrl));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LOCALHOST:9000", "localhost.:8000", "[::1]:8000", "127.1.2.3"})
  void loopbackAnswersToItsNames(String host) {
    assertThat(local.answersTo(host)).isTrue();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example:8000", "192.168.1.5", "10.0.0.1:8000",
        "[2001:db8::1]",
        "127.0.0.1@evil.example", "127.0.0.1/evil", "127.0.0.1:80:80", "[::1", "::1", "localhost#", "127.evil.example"
      })
  void loopbackAnswersToNoOtherName(@Nullable String host) {
    assertThat(local.answersTo(host)).isFalse();
  }

  @Test
  void otherAddressesAreAnsweredAsNumbersButNamesOnlyWhenTheyAreKnown() {
    HostRule open = rule("0.0.0.0", null, "bots.lan");

    assertThat(open.answersTo("192.168.1.5:8000")).isTrue();
    assertThat(open.answersTo("[2001:db8::1]:8000")).isTrue();
    assertThat(open.answersTo("Bots.LAN")).isTrue();
    assertThat(open.answersTo("evil.example")).isFalse();
  }

  @Test
  void publicNameIsAnswered() {
    assertThat(rule("127.0.0.1", "https://bots.example.org").answersTo("bots.example.org")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8000, 127.0.0.1:8000, true",
    "http://localhost:8000, localhost:8000, true",
    "http://[::1]:8000, [::1]:8000, true",
    "http://localhost, localhost, true",
    "http://localhost:80, localhost, true",
    "https://localhost, localhost:443, true",
    "http://127.0.0.1:8001, 127.0.0.1:8000, false",
    "http://localhost:8000, 127.0.0.1:8000, false",
    "http://evil.example, 127.0.0.1:8000, false",
    "http://127.0.0.1:8000.evil.example, 127.0.0.1:8000, false",
    "http://127.0.0.1:8000/path, 127.0.0.1:8000, false",
    "http://user@127.0.0.1:8000, 127.0.0.1:8000, false",
    "null, 127.0.0.1:8000, false",
    "'', 127.0.0.1:8000, false",
    "file://, 127.0.0.1:8000, false",
    "chrome-extension://abc, 127.0.0.1:8000, false",
    "http://127.0.0.1:8000 http://evil.example, 127.0.0.1:8000, false"
  })
  void originIsOursWhenItIsWhereTheRequestWent(String origin, String host, boolean ours) {
    assertThat(local.isOwnOrigin(origin, host)).isEqualTo(ours);
  }

  @Test
  void publicOriginIsOursBehindAProxyAndItsPlainTwinIsNot() {
    HostRule behindProxy = rule("127.0.0.1", "https://bots.example.org");

    assertThat(behindProxy.isOwnOrigin("https://bots.example.org", "127.0.0.1:8000")).isTrue();
    assertThat(behindProxy.isOwnOrigin("https://bots.example.org", "bots.example.org")).isTrue();
    assertThat(behindProxy.isOwnOrigin("http://bots.example.org", "bots.example.org")).isFalse();
    assertThat(behindProxy.isOwnOrigin("https://bots.example.org:8443", "bots.example.org:8443")).isFalse();
  }
}
