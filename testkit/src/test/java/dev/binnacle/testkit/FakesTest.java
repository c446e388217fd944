package dev.binnacle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
final class FakesTest {
  private final HttpClient http = HttpClient.newHttpClient();

  /** Keys and message of RFC 8291 section 5. */
  @Test
  void aBrowserReadsTheExampleOfTheStandard() throws Exception {
    PushReceiver browser = PushReceiver.of("https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
        "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", "BTBZMqHH6r4Tts7J_aSIgg");
    byte[] message =
        Base64.getUrlDecoder().decode("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLoc"
            + "InmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");

    assertThat(browser.decrypt(message)).isEqualTo("When I grow up, I want to be a watermelon");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "<b>up</b> &lt;3 &amp; more | up <3 & more",
    "<a href=\"https://example.org/?a=1&amp;b=2\">runbook</a> | runbook",
    "a & b | a & b",
  })
  void telegramCountsWhatIsLeftOfMarkup(String html, String text) {
    assertThat(TelegramMarkup.parse(html)).isEqualTo(new TelegramMarkup.Parsed(text, null));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "set <value> now | Unsupported start tag \"value\" at byte offset 4",
    "<b>open | Can't find end tag corresponding to start tag \"b\"",
    "a < b | Unclosed start tag at byte offset 2",
    "<b>x</i> | Unmatched end tag, expected \"</b>\", found \"</i>\" at byte offset 4",
  })
  void telegramRefusesMarkupThatItDoesNotKnow(String html, String complaint) {
    assertThat(TelegramMarkup.parse(html).complaint()).isEqualTo(complaint);
  }

  /** https://core.telegram.org/bots/faq: one a second in a chat, 20 a minute in a group. */
  @Test
  void telegramRefusesWhatComesTooFast() {
    long[] millis = {0};
    TelegramLimits limits = new TelegramLimits(() -> millis[0] * 1_000_000);

    assertThat(limits.take(42)).isZero();
    assertThat(limits.take(42)).isEqualTo(1);
    assertThat(limits.take(43)).isZero();
    for (int i = 0; i < 20; i++) {
      assertThat(limits.take(-7)).isZero();
      millis[0] += 1_000;
    }
    assertThat(limits.take(-7)).isEqualTo(40);
    millis[0] = 60_000;
    assertThat(limits.take(-7)).isZero();
    assertThat(limits.take(42)).isZero();
    assertThat(limits.refused()).isEqualTo(2);
  }

  @Test
  void aConnectionBreaksBeforeOrAfterTheMessageWasTaken() throws Exception {
    try (FakeTelegram telegram = new FakeTelegram("7:abc", 42)) {
      URI send = telegram.uri().resolve("/bot7:abc/sendMessage");
      telegram.next(new Mishap.DropBeforeTaking(), new Mishap.DropAfterTaking());

      assertThatThrownBy(() -> post(send, "chat_id=42&text=one")).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> post(send, "chat_id=42&text=two")).isInstanceOf(IOException.class);
      post(send, "chat_id=42&text=three");

      assertThat(telegram.sent()).extracting(FakeTelegram.Sent::text).containsExactly("two", "three");
    }
  }

  @Test
  void goesAwayAndComesBackAtTheSameAddress() throws Exception {
    try (FakeTelegram telegram = new FakeTelegram("7:abc", 42)) {
      URI me = telegram.uri().resolve("/bot7:abc/getMe");

      telegram.goAway();
      assertThatThrownBy(() -> post(me, "")).isInstanceOf(IOException.class);
      telegram.comeBack();

      assertThat(post(me, "").body()).startsWith("{\"ok\":true").contains("\"username\":\"binnacle_bot\"");
    }
  }

  @Test
  void telegramForgetsAnUpdateOnceALaterOneIsAskedFor() throws Exception {
    try (FakeTelegram telegram = new FakeTelegram("7:abc")) {
      URI updates = telegram.uri().resolve("/bot7:abc/getUpdates");
      long first = telegram.says(9, 9, "/start", 1_764_288_000L);

      String seen = post(updates, "offset=0").body();
      String again = post(updates, "offset=" + first).body();
      String after = post(updates, "offset=" + (first + 1)).body();

      assertThat(seen).isEqualTo(again).contains("\"text\":\"/start\"", "\"type\":\"private\"", "\"update_id\":" + first);
      assertThat(after).isEqualTo("{\"ok\":true,\"result\":[]}");
    }
  }

  private HttpResponse<String> post(URI uri, String form) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(uri).header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(form, StandardCharsets.UTF_8)).build(), HttpResponse.BodyHandlers.ofString());
  }
}
