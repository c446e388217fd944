package dev.binnacle.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.binnacle.model.AlertId;
import dev.binnacle.model.AlertState;
import dev.binnacle.model.Answer;
import dev.binnacle.model.Arrival;
import dev.binnacle.model.InstanceId;
import dev.binnacle.model.Level;
import dev.binnacle.model.RuleName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LinkReaderTest {
  private static final InstanceId I1 = new InstanceId("i1");
  private static final String STOPPED = "{\"type\":\"stopped\",\"at\":1767607200,\"seq\":1}";

  private final LinkReader reader = new LinkReader();

  @Test
  void readsTheFramesOfTheReference() {
    assertThat(reader.readFromClient("{\"type\": \"hello\", \"instance\": \"i1\", \"version\": 1}"))
        .isEqualTo(new LinkMessage.Hello(I1, 1));
    assertThat(reader.readFromServer("{\"type\": \"welcome\", \"acknowledged\": {\"i1\": 9}}"))
        .isEqualTo(new LinkMessage.Welcome(Map.of(I1, 9L)));
    assertThat(reader.readFromServer("{\"type\": \"busy\", \"id\": 12, \"retry_after_ms\": 500}"))
        .isEqualTo(new LinkMessage.Busy(12, java.time.Duration.ofMillis(500)));
    LinkMessage.Answered answered =
        (LinkMessage.Answered) reader.readFromServer("{\"type\": \"answer\", \"id\": 12, \"accepted\": 4}");
    assertThat(answered.answer()).isEqualTo(new Answer(4, 0, java.util.List.of(), 0, java.util.List.of(), Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'events','id':12,'instance':'i1','live':true,'events':[#]}",
        "{'events':[#],'id':12,'live':true,'instance':'i1','type':'events'}",
        "{'id':12,'events' : [ # ] ,'instance':'i1','type':'events','newer':{'events':[1]}}",
      })
  void readsTheMembersOfAFrameInAnyOrder(String frame) {
    LinkMessage.Events events =
        events(frame.replace('\'', '"').replace("#", STOPPED + ", {\"type\":\"heartbeat\",\"at\":1767607200,\"é\":7}"));

    assertThat(events.id()).isEqualTo(12);
    assertThat(events.live()).isTrue();
    assertThat(((Arrival.Decoded) events.arrivals().get(0)).envelope().instance()).isEqualTo(I1);
    assertThat(((Arrival.Decoded) events.arrivals().get(0)).envelope().seq()).isEqualTo(1);
    assertThat(((Arrival.Refused) events.arrivals().get(1)).problem().pointer()).isEqualTo("/é");
  }

  @Test
  void refusesAnEventOfAnotherInstanceThanItsFrames() {
    LinkMessage.Events events =
        events("{\"type\":\"events\",\"id\":1,\"instance\":\"i1\",\"events\":[" + STOPPED
            + ",{\"type\":\"stopped\",\"at\":1767607200,\"instance\":\"i2\",\"seq\":5}]}");

    assertThat(events.arrivals().get(0)).isInstanceOf(Arrival.Decoded.class);
    Arrival.Refused refused = (Arrival.Refused) events.arrivals().get(1);
    assertThat(refused.problem().rule()).isEqualTo("instance-of-frame");
    assertThat(refused.instance()).isNull();
    assertThat(refused.seq()).isZero();
  }

  @Test
  void aRefusedEventUsesUpNoNumberOfAnotherInstance() {
    LinkMessage.Events events =
        events(
            "{\"type\":\"events\",\"id\":1,\"instance\":\"i1\",\"events\":[{\"type\":\"nonsense\",\"instance\":\"i2\",\"seq\":5}]}");

    Arrival.Refused refused = (Arrival.Refused) events.arrivals().get(0);
    assertThat(refused.instance()).isNull();
    assertThat(refused.seq()).isZero();
  }

  @Test
  void passesOverWhatItDoesNotKnow() {
    assertThat(reader.readFromServer("{\"type\":\"drill\",\"id\":\"h-1\",\"reason\":{\"a\":[1]}}"))
        .isEqualTo(new LinkMessage.UnknownFromServer("drill"));
    assertThat(reader.readFromServer("{\"type\":\"busy\",\"id\":1,\"why\":[{}],\"retry_after_ms\":5}"))
        .isEqualTo(new LinkMessage.Busy(1, java.time.Duration.ofMillis(5)));
    assertThat(reader.readFromClient("{\"type\":\"halted\",\"id\":7}")).isEqualTo(new LinkMessage.UnknownFromClient("halted"));
    assertThat(
        reader.readFromServer("{\"type\":\"answer\",\"id\":1,\"accepted\":1,\"rejected\":[{\"index\":0,\"new\":1}],\"new\":{}}"))
        .isInstanceOf(LinkMessage.Answered.class);
  }

  @Test
  void readsAHelloOfANewerVersionSoThatItCanBeRefused() {
    assertThat(reader.readFromClient("{\"type\":\"hello\",\"instance\":\"i1\",\"version\":2,\"wants\":[\"halts\"]}"))
        .isEqualTo(new LinkMessage.Hello(I1, 2));
  }

  @Test
  void readsAnAlert() {
    String frame =
        """
        {"threshold": 30, "id": "a-7", "type": "alert", "rule": "slow-feed", "level": "warning", "state": "firing",
         "reason": "31.5 is above 30", "since": "2026-01-05T10:00:00Z", "value": 31.5, "runbook": {"newer": [1]}}""";

    assertThat(reader.readFromServer(frame))
        .isEqualTo(
            new LinkMessage.AlertTold(
                new AlertId("a-7"), new RuleName("slow-feed"), Level.WARNING, AlertState.FIRING, "31.5 is above 30",
                Instant.parse("2026-01-05T10:00:00Z"), 31.5, 30.0));
    // A newer server has words of its own; the link goes on.
    assertThat(reader.readFromServer(frame.replace("firing", "snoozed"))).isEqualTo(new LinkMessage.UnknownFromServer("alert"));
    assertThat(reader.readFromServer(frame.replace("warning", "fatal"))).isEqualTo(new LinkMessage.UnknownFromServer("alert"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'id':'a-7'                       |                                | required",
        "'reason':'x'                     |                                | required",
        "'since':'2026-01-05T10:00:00Z'   | 'since':'yesterday'            | type",
        "'since':'2026-01-05T10:00:00Z'   | 'since':1767607200             | type",
        "'id':'a-7'                       | 'id':7                         | type",
        "'id':'a-7'                       | 'id':'a 7'                     | value",
        "'rule':'slow'                    | 'rule':''                      | value",
        "'value':31.5                     | 'value':'31.5'                 | type",
        "'value':31.5                     | 'value':1e999                  | type",
        "'value':31.5                     | 'value':1,'value':2            | duplicate-key",
        "'level':'info'                   | 'level':2                      | type",
        "'state':'firing'                 | 'state':{}                     | type"
      })
  void refusesAnAlertThatIsNone(String part, @org.jspecify.annotations.Nullable String instead, String rule) {
    String whole =
        "{'type':'alert','id':'a-7','rule':'slow','level':'info','state':'firing','reason':'x','since':'2026-01-05T10:00:00Z','value':31.5}";
    assertThat(reader.readFromServer(whole.replace('\'', '"'))).isInstanceOf(LinkMessage.AlertTold.class);
    String frame = whole.replace(part, instead == null ? "'none':0" : instead).replace('\'', '"');

    MalformedBatchException malformed = catchThrowableOfType(MalformedBatchException.class, () -> reader.readFromServer(frame));

    assertThat(malformed).as(frame).isNotNull();
    assertThat(malformed.rule()).isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "                                                       | syntax",
        "[]                                                     | syntax",
        "{'type':'hello','instance':'i1','version':1}{}         | syntax",
        "{'type':'hello'                                        | syntax",
        "{}                                                     | required",
        "{'type':'hello','instance':'i1'}                       | required",
        "{'type':'hello','version':1}                           | required",
        "{'type':'hello','instance':'i 1','version':1}          | value",
        "{'type':'hello','instance':7,'version':1}              | type",
        "{'type':'hello','instance':'i1','version':'1'}         | type",
        "{'type':'hello','instance':'i1','version':-1}          | type",
        "{'type':'hello','type':'hello'}                        | duplicate-key",
        "{'type':'events','instance':'i1','events':[]}          | required",
        "{'type':'events','id':1,'events':[]}                   | required",
        "{'type':'events','id':1,'instance':'i1'}               | required",
        "{'type':'events','id':1,'instance':'i1','events':{}}   | type",
        "{'type':'events','id':1.5,'instance':'i1','events':[]} | type",
        "{'type':'events','id':1,'instance':'i1','live':1,'events':[]} | type",
        "{'type':'events','id':1,'instance':'i1','events':[],'events':[]} | duplicate-key",
        "{'type':'events','id':1,'events':[],'events':[],'instance':'i1'} | duplicate-key",
        "{'type':'events','id':1,'instance':'i1','events':[{]}  | syntax",
        "{'type':'config_offer'}                                | required",
        "{'type':'config_offer','state':[]}                     | type",
        "{'type':'config_offer','state':{},'state':{}}          | duplicate-key",
        "{'type':'config_offer','state':{'a':}}                 | syntax",
        "{'type':'config_reply','id':1}                         | required",
        "{'type':'config_reply','reply':'x'}                    | required",
        "{'type':'config_reply','id':1,'reply':{}}              | type"
      })
  void refusesWhatIsNoFrame(@org.jspecify.annotations.Nullable String frame, String rule) {
    String text = frame == null ? "" : frame.replace('\'', '"');
    MalformedBatchException malformed = catchThrowableOfType(MalformedBatchException.class, () -> reader.readFromClient(text));

    assertThat(malformed).isNotNull();
    assertThat(malformed.rule()).isEqualTo(rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "7", "{}", "{\"type\":7}", "{\"type\":\"answer\"}", "{\"type\":\"answer\",\"id\":1,\"rejected\":7}",
        "{\"type\":\"answer\",\"id\":1,\"rejected\":[7]}",
        "{\"type\":\"answer\",\"id\":1,\"gaps\":[{}]}", "{\"type\":\"welcome\",\"acknowledged\":{\"\":1}}",
        "{\"type\":\"welcome\",\"acknowledged\":{\"a\":\"b\"}}",
        "{\"type\":\"busy\",\"retry_after_ms\":1}", "{\"type\":\"busy\",\"id\":1,\"retry_after_ms\":-1}",
        "{\"type\":\"answer\",\"id\":1,\"accepted\":99999999999}"
      })
  void refusesWhatIsNoFrameOfAServer(String frame) {
    assertThatThrownBy(() -> reader.readFromServer(frame)).isInstanceOf(MalformedBatchException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"accepted\":\"1\"}", "{\"acknowledged\":[]}", "{\"rejected\":[{\"index\":-1}]}",
    "{\"gaps\":[{\"instance\":\"a b\"}]}"})
  void refusesWhatIsNoAnswer(String body) {
    assertThatThrownBy(() -> AnswerJson.read(body.getBytes(StandardCharsets.UTF_8))).isInstanceOf(MalformedBatchException.class);
  }

  @Test
  void carriesAConfigurationsCallsAsTheyAre() {
    String state = "{ \"version\": 7, \"content\": \"stop: 8 # größer\\n\", \"values\": {\"a\": [1, {\"b\": null}]} }";
    String large = "{\"call\":\"submit\",\"content\":\"" + "x".repeat(100_000) + "\"}";
    LinkWriter writer = new LinkWriter();

    assertThat(reader.readFromClient(writer.configOffer(state).toText())).isEqualTo(new LinkMessage.ConfigOffer(state));
    assertThat(reader.readFromServer(writer.configCall(9, large).toText())).isEqualTo(new LinkMessage.ConfigCall(9, large));
    assertThat(reader.readFromClient(writer.configReply(9, "{\"status\":200}").toText()))
        .isEqualTo(new LinkMessage.ConfigReply(9, "{\"status\":200}"));
    assertThat(reader.readFromServer("{\"call\":\"{}\",\"id\":3,\"deadline\":5,\"type\":\"config_call\"}"))
        .isEqualTo(new LinkMessage.ConfigCall(3, "{}"));
  }

  @Test
  void refusesACallThatIsLargerThanAFrame() {
    String frame = new LinkWriter().configReply(9, "x".repeat(1 << 20)).toText();

    MalformedBatchException malformed = catchThrowableOfType(MalformedBatchException.class, () -> reader.readFromClient(frame));

    assertThat(malformed.isTooLarge()).isTrue();
  }

  @Test
  void writesAnswersAsTheReferenceShowsThem() {
    Answer answer =
        new Answer(
            4,
            0,
            java.util.List.of(new Answer.Rejection(3, new dev.binnacle.model.Problem("/values/x", "finite", "…"))),
            0,
            java.util.List.of(new Answer.Gap(I1, 5, 6)),
            Map.of(I1, 9L));

    assertThat(new String(AnswerJson.toBytes(answer), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"accepted\":4,\"duplicates\":0,\"rejected\":[{\"index\":3,\"pointer\":\"/values/x\",\"rule\":\"finite\",\"message\":\"…\"}],"
                + "\"unkeyed\":0,\"gaps\":[{\"instance\":\"i1\",\"from\":5,\"to\":6}],\"acknowledged\":{\"i1\":9}}");
  }

  @Test
  void theWriterSaysHowLargeAFrameIs() {
    LinkWriter writer = new LinkWriter();
    byte[] event = STOPPED.getBytes(StandardCharsets.UTF_8);
    writer.beginEvents(3, I1, false);
    writer.addEncoded(event, 0, event.length);
    writer.addEncoded(event, 0, event.length);
    int foretold = writer.length();
    assertThat(writer.count()).isEqualTo(2);

    assertThat(writer.endEvents().length()).isEqualTo(foretold);
    assertThat(writer.buffer().toText())
        .isEqualTo(
            "{\"type\":\"events\",\"id\":3,\"instance\":\"i1\",\"live\":false,\"events\":[" + STOPPED + "," + STOPPED + "]}");
    assertThatThrownBy(() -> writer.addEncoded(event, 0, event.length)).isInstanceOf(IllegalStateException.class);
  }

  private LinkMessage.Events events(String frame) {
    return (LinkMessage.Events) reader.readFromClient(frame);
  }
}
