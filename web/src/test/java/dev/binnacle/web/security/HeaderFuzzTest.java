package dev.binnacle.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.web.FakePorts;
import dev.binnacle.web.Worlds;
import dev.binnacle.web.security.Gate.Identity;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No header lets anybody in by luck or makes the guard fail. */
final class HeaderFuzzTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private final Gate gate =
      Gate.open(new FakePorts.Store(), () -> Worlds.NOW, Secret.of("a-token-from-the-environment"), Secret.of("key of sessions"),
          Duration.ofDays(1));
  private final HostRule hosts = HostRule.of("127.0.0.1", HERE, Set.of(), null);

  @Provide
  Arbitrary<String> hostParts() {
    return Arbitraries
        .of("127.0.0.1", "localhost", "[::1]", "[", "]", ":", "::", "8000", "99999", ".", "@", "/", "#", "?", "evil.example",
            "http://", "https://", "\\", "%")
        .list()
        .ofMaxSize(5)
        .map(parts -> String.join("", parts));
  }

  @Property
  void anyCookieAndAnyAuthorizationAreRefused(@ForAll String header) {
    assertThat(gate.identify(null, header, HERE)).isInstanceOf(Identity.Refused.class);
    assertThat(gate.identify("Bearer " + header, null, HERE)).isNotInstanceOf(Identity.Known.class);
    assertThat(gate.identify(header, null, HERE)).isNotInstanceOf(Identity.Known.class);
  }

  @Property(tries = 5_000)
  void foreignNameIsNeverAnsweredAndNeverAnOrigin(@ForAll("hostParts") String text) {
    boolean answered = hosts.answersTo(text);
    boolean own = hosts.isOwnOrigin(text, "127.0.0.1:8000");

    assertThat(answered && text.contains("evil")).isFalse();
    assertThat(own).isEqualTo(text.equals("http://127.0.0.1:8000"));
  }
}
