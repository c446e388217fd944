package dev.binnacle.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.notify.WebhookServer.Received;
import dev.binnacle.notify.WebhookServer.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One post to a program of the user's. */
final class SignedPostTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_767_623_400);
  private static final Secret KEY = new Secret("It's a Secret to Everybody");

  private final SignedPost posts = new SignedPost(Duration.ofSeconds(5), () -> NOW);
  private final WebhookServer server = new WebhookServer();

  @AfterEach
  void close() {
    server.close();
  }

  private SignedPost.Result send(boolean repeat) {
    return posts.send(new SignedPost.Letter(new Secret(server.url("/hook")), KEY, "h7.3.halt:btc-trend", repeat, "{}"));
  }

  /** The expected value is computed with {@code openssl dgst -sha256 -hmac "It's a Secret to Everybody"} over {@code 1767623400.{}}. */
  @Test
  void itIsSignedAsAWebhooksMessagesAreAndItsAnswerIsGiven() throws InterruptedException {
    server.answering(new Reply(200, Map.of(), "{\"instance\": \"i1\"}"));

    assertThat(send(false)).isEqualTo(new SignedPost.Result.Taken("{\"instance\": \"i1\"}"));

    Received call = server.received.getFirst();
    assertThat(call.text()).isEqualTo("{}");
    assertThat(call.header("Idempotency-Key")).isEqualTo("h7.3.halt:btc-trend");
    assertThat(call.header("X-Binnacle-Timestamp")).isEqualTo("1767623400");
    assertThat(call.header("X-Binnacle-Signature"))
        .isEqualTo("v1=427d2334342cb1fb8a43837de96f2c9dd0a3e9c93ccc959a10bb919b48daa0a2");
    assertThat(call.headers().keySet()).noneMatch(name -> name.equalsIgnoreCase("X-Binnacle-Possible-Repeat"));
  }

  @Test
  void aRepetitionSaysThatItMayBeOne() throws InterruptedException {
    server.answering(new Reply(204, Map.of(), ""));

    assertThat(send(true)).isEqualTo(new SignedPost.Result.Taken(""));

    assertThat(server.received.getFirst().header("X-Binnacle-Possible-Repeat")).isEqualTo("true");
  }

  @Test
  void whatIsNotTakenSaysWhyAndHowLongToWaitAndNoSecret() throws InterruptedException {
    server.answering(new Reply(503, Map.of("Retry-After", "7"), "no: " + KEY.reveal()));

    assertThat(send(false)).isEqualTo(new SignedPost.Result.Failed(Duration.ofSeconds(7), "answered 503: no: <secret>"));
  }

  @Test
  void nobodyThereAndAnAddressThatIsForbiddenAreNotTaken() throws InterruptedException {
    server.close();
    assertThat(send(false)).isInstanceOf(SignedPost.Result.Failed.class);
    assertThat(posts.send(new SignedPost.Letter(new Secret("http://169.254.169.254/"), null, "k", false, "{}")))
        .isInstanceOfSatisfying(SignedPost.Result.Failed.class, failed -> assertThat(failed.why()).contains("metadata"));
  }
}
