package dev.binnacle.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.EventKind;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Outcome;
import dev.binnacle.notify.Secret;
import dev.binnacle.notify.http.Http;
import dev.binnacle.testkit.FakeSlack;
import dev.binnacle.testkit.Mishap;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@NullMarked
final class SlackChannelTest {
  private static final Instant AT = Instant.parse("2026-01-05T14:30:00Z");

  private final FakeSlack slack = new FakeSlack("XXXXXXXXXXXXXXXXXXXXXXXX");
  private final Http http = Http.create(Duration.ofSeconds(5));
  private final SlackChannel channel = new SlackChannel(
      new ChannelSettings.Slack(new ChannelName("slack"), ChannelPolicy.usual(ZoneOffset.UTC), new Secret(slack.webhook())),
      http);

  @AfterEach
  void close() {
    http.close();
    slack.close();
  }

  @Test
  void everyCharacterIsShownAsItIs() throws InterruptedException {
    String nasty = "*bold* _it_ ~no~ `code` <!channel> & <@U1> :smile:";
    Message message = message("Trade").withFields(List.of(new Message.Field("x", "Why", nasty, nasty))).withActions(List.of(
        new Message.Action(Message.Deed.OPEN, "Runbook", "https://example.org/r")));

    Outcome outcome = channel.send(dispatch(message));

    assertThat(outcome).isEqualTo(Outcome.Delivered.PLAIN);
    assertThat(slack.requests()).hasSize(1);
    FakeSlack.Sent sent = slack.sent().getFirst();
    assertThat(sent.blocks()).extracting(block -> block.get("type")).containsExactly("header", "rich_text", "rich_text");
    assertThat(sent.body()).contains("\"text\":\"" + nasty + "\\n\"").contains("\"url\":\"https://example.org/r\"")
        .contains("\"mrkdwn\":false");
    assertThat(sent.text()).contains("&lt;!channel&gt; &amp; &lt;@U1&gt;").doesNotContain("<!channel>");
  }

  @Test
  void aLongLetterGoesInSeveralMessages() throws InterruptedException {
    List<String> lines = IntStream.range(0, 900).mapToObj(i -> "alert " + i + " of btc").toList();
    Message message = message("Storm").withText(String.join("\n", lines));

    int parts = channel.parts(dispatch(message));
    for (int part = 0; part < parts; part++) {
      channel.send(dispatch(message).withPart(part));
    }

    assertThat(slack.sent()).hasSize(parts).allSatisfy(sent -> assertThat(sent.text().length()).isLessThan(3_100));
    assertThat(slack.sent().stream().flatMap(sent -> sent.text().lines()).filter(line -> line.startsWith("alert")).toList())
        .isEqualTo(lines);
  }

  @Test
  void blocksThatAreRefusedAreSentAgainAsText() throws InterruptedException {
    slack.next(new Mishap.Refuse(400, java.util.Map.of(), "invalid_blocks"));

    Outcome outcome = channel.send(dispatch(message("Hello")));

    assertThat(outcome).isEqualTo(Outcome.Delivered.PLAIN);
    assertThat(slack.sent()).singleElement().satisfies(sent -> {
      assertThat(sent.blocks()).isEmpty();
      assertThat(sent.text()).startsWith("💬 Hello");
    });
  }

  static Stream<Object[]> mishaps() {
    return Stream.of(
        new Object[] {FakeSlack.tooManyRequests(30),
          new Outcome.Later(Duration.ofSeconds(30), "Slack says: too many requests", false)},
        new Object[] {FakeSlack.noService(),
          new Outcome.Broken("Slack says: no_service. The webhook was removed, or its channel archived: make a new one")},
        new Object[] {FakeSlack.archived(),
          new Outcome.Broken(
              "Slack says: channel_is_archived. The webhook was removed, or its channel archived: make a new one")},
        new Object[] {FakeSlack.prohibited(),
          new Outcome.Broken("Slack says: action_prohibited. The webhook was removed, or its channel archived: make a new one")},
        new Object[] {FakeSlack.rollupError(), new Outcome.Unknown("Slack says: rollup_error")},
        new Object[] {new Mishap.DropAfterTaking(), new Outcome.Unknown("the connection to 127.0.0.1 broke")});
  }

  @ParameterizedTest
  @MethodSource("mishaps")
  void saysWhatBecameOfIt(Mishap mishap, Outcome expected) throws InterruptedException {
    slack.next(mishap);

    assertThat(channel.send(dispatch(message("x")))).isEqualTo(expected);
  }

  private static Message message(String title) {
    return Message.of("m-1", EventKind.CUSTOM, Level.INFO, null, AT, title);
  }

  private static Dispatch dispatch(Message message) {
    return new Dispatch("key-1", message, false, false, 1, 0, null, ZoneOffset.UTC, AT);
  }
}
