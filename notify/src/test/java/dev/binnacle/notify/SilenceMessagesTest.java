package dev.binnacle.notify;

import static dev.binnacle.notify.Samples.BOT;
import static dev.binnacle.notify.Samples.NOW;
import static dev.binnacle.notify.Samples.UTC;
import static dev.binnacle.notify.Samples.alert;
import static dev.binnacle.notify.Samples.silenceEnded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.binnacle.model.Alert;
import dev.binnacle.model.EndedSilence;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Level;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class SilenceMessagesTest {
  private static Message message(Fact.SilenceEnded ended) {
    return Messages.of(ended, Objects.requireNonNull(ended.told()));
  }

  private static Dispatch dispatch(Message message) {
    return new Dispatch("k", message, false, false, 1, 0, null, UTC, message.at());
  }

  private static Alert caredFor(Alert alert, String by, String... silences) {
    return new Alert(
        alert.id(), alert.rule(), alert.subject(), alert.level(), alert.state(), alert.begun(), alert.since(), alert.value(),
        alert.threshold(), alert.reason(), alert.evidence(), alert.labels(), alert.runbook(),
        new Alert.Acknowledgement(by, null, NOW, null), List.of(silences).stream().map(SilenceId::new).toList());
  }

  @Test
  void whoseItWasWhyItEndedAndWhatGoesOnIsSaid() {
    Message message = message(
        silenceEnded(
            Silence.Ending.EXPIRED, null, alert("a1", "btc-trend", Level.CRITICAL),
            caredFor(alert("a2", "btc-trend", Level.INFO), "bob", "s7", "s9")));

    assertThat(dispatch(message).letter().plain()).isEqualTo(
        """
            🔈 Silence s7 ended: its time is over
            Bot: btc-trend
            Silence: s7
            Silenced: bot=btc-trend rule=draw*
            Owner: ann
            Comment: upgrade of <the venue>
            Duration: 2 h
            Hidden: 3 notices
            Still active: 2 alerts
            Time: 2026-01-05 14:30:00 UTC
            🔴 CRITICAL drawdown on btc-trend: the drawdown is below -10% for 10 minutes
            🔵 INFO drawdown on btc-trend: the drawdown is below -10% for 10 minutes (acknowledged by bob) (still silenced by s9)""");
    assertThat(message.summary()).isEqualTo(
        "Silence s7 of ann (bot=btc-trend rule=draw*) ended: its time is over; 3 notices hidden, "
            + "still active: drawdown on btc-trend, drawdown on btc-trend");
    assertThat(message.level()).isEqualTo(Level.INFO);
    assertThat(message.tone()).isEqualTo(Message.Tone.CAUTION);
    assertThat(message.bot()).isEqualTo(BOT);
  }

  @Test
  void thatNothingGoesOnIsGoodNews() {
    Message message = message(silenceEnded(Silence.Ending.RESOLVED, null));

    assertThat(message.summary()).endsWith("ended: its alerts are over; 3 notices hidden, still active: none");
    assertThat(dispatch(message).letter().plain()).contains("Still active: none").endsWith("UTC");
    assertThat(message.tone()).isEqualTo(Message.Tone.GOOD);
  }

  @Test
  void whoLiftedItIsNamedBesideWhoseItWas() {
    Message message = message(silenceEnded(Silence.Ending.LIFTED, "bob"));

    assertThat(message.title()).isEqualTo("Silence s7 ended: lifted by bob");
    assertThat(message.summary()).contains("of ann");
  }

  @Test
  void ofMoreThanCanBeReadTheNumberIsSaid() {
    List<Alert> active = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      active.add(alert("a" + i, "bot-" + i, Level.WARNING));
    }
    Fact.SilenceEnded few = silenceEnded(Silence.Ending.EXPIRED, null);
    EndedSilence many = new EndedSilence(Objects.requireNonNull(few.told()).silence(), active, 1_234);

    Message message = Messages.of(few, many);

    assertThat(message.text().lines()).hasSize(21).last().isEqualTo("and 1214 more alerts");
    assertThat(message.summary())
        .endsWith("still active: drawdown on bot-0, drawdown on bot-1, drawdown on bot-2 and 1231 more");
    assertThat(message.fields()).anySatisfy(field -> assertThat(field.text()).isEqualTo("1234 alerts"));
  }

  @Test
  void aSilenceOfAPatternOfBotsConcernsTheFleet() {
    Silence silence = new Silence(
        new SilenceId("s8"), Map.of("bot", "btc-*"), NOW.minusSeconds(60), NOW, "ann", "x", Silence.Term.FIXED);
    EndedSilence told = new EndedSilence(silence, List.of(), 0);

    Message message =
        Messages.of(new Fact.SilenceEnded(NOW, silence.id(), Silence.Ending.EXPIRED, null, 0, told), told);

    assertThat(message.bot()).isNull();
    assertThat(message.summary()).contains("0 notices hidden");
  }

  @Test
  void aMailMarksItUpAndAProgramReadsItsFields() {
    Message message = message(silenceEnded(Silence.Ending.EXPIRED, null, alert("a1", "btc-trend", Level.CRITICAL)));

    assertThat(LetterHtml.of(dispatch(message), null)).contains(
        "Silence s7 ended: its time is over", "upgrade of &lt;the venue&gt;", "CRITICAL drawdown on btc-trend");
    JsonNode body = JsonMapper.shared().readTree(WebhookBody.of(dispatch(message)));
    assertThat(body.path("kind").asString()).isEqualTo("silence_ended");
    assertThat(body.path("status").asString()).isEqualTo("event");
    assertThat(body.path("event").path("fields").path("hidden").asString()).isEqualTo("3");
    assertThat(body.path("event").path("fields").path("still_active").asString()).isEqualTo("1");
    assertThat(Message.fromJson(message.toJson())).isEqualTo(message);
  }
}
