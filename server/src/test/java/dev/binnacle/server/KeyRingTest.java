package dev.binnacle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.testkit.FakeBinance;
import dev.binnacle.testkit.FakeKraken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyRingTest {
  private static final char[] PASSPHRASE = "correct horse battery".toCharArray();

  @TempDir
  private Path folder;

  private List<KeyRing.Check> checks(String yaml) throws IOException {
    Map<String, String> environment =
        Map.of("BINNACLE_KEYS", folder.resolve("keys").toString(), "BINNACLE_KEYS_PASSPHRASE", new String(PASSPHRASE));
    HaltSettings settings = HaltSettings.read(Files.writeString(folder.resolve("binnacle.yaml"), yaml), environment::get);
    assertThat(settings.problems()).isEmpty();
    return KeyRing.check(settings, null);
  }

  @Test
  void venuesSayWhatKeysOfTheFileMayDo() throws IOException {
    KeyRing ring = KeyRing.open(folder.resolve("keys"), PASSPHRASE);
    ring.put("main", FakeKraken.KEY, FakeKraken.SECRET.toCharArray());
    ring.put("other", FakeBinance.KEY, FakeBinance.SECRET.toCharArray());
    try (FakeKraken kraken = new FakeKraken(); FakeBinance binance = new FakeBinance()) {
      kraken.rest("t-1");
      String yaml = """
          exchanges:
            main: { type: kraken, url: "%s", currency: USD, symbols: [BTC/USD] }
            other: { type: binance, url: "%s", currency: USDT, symbols: [BTC/USDT] }
          """.formatted(kraken.uri(), binance.uri());

      List<KeyRing.Check> checks = checks(yaml);

      assertThat(checks).extracting(KeyRing.Check::account).containsExactly("main", "other");
      assertThat(checks).extracting(KeyRing.Check::problem).containsOnlyNulls();
      assertThat(checks.getFirst().permissions()).isEqualTo("read yes, trade yes, withdraw no; 1 open orders were read");

      kraken.permissions("query-funds", "query-open-trades", "withdraw-funds");
      assertThat(checks(yaml).getFirst().problem()).contains("may withdraw");
      kraken.permissions("query-funds", "query-open-trades", "query-closed-trades");
      assertThat(checks(yaml).getFirst().problem()).contains("could prove and not cancel");
    }
  }

  @Test
  void keyThatIsWrongIsToldByItsVenue() throws IOException {
    KeyRing.open(folder.resolve("keys"), PASSPHRASE).put("main", "wrong", FakeKraken.SECRET.toCharArray());
    try (FakeKraken kraken = new FakeKraken()) {
      assertThat(checks("""
          exchanges: { main: { type: kraken, url: "%s", currency: USD, symbols: [BTC/USD] } }
          """.formatted(kraken.uri()))).singleElement()
          .satisfies(check -> assertThat(check.problem()).contains("EAPI:Invalid key"));
    }
  }
}
