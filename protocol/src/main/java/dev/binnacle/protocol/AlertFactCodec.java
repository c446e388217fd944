package dev.binnacle.protocol;

import static dev.binnacle.protocol.FactParts.all;
import static dev.binnacle.protocol.FactParts.optional;
import static dev.binnacle.protocol.FactParts.text;
import static dev.binnacle.protocol.FactParts.word;

import dev.binnacle.model.Alert;
import dev.binnacle.model.AlertId;
import dev.binnacle.model.BotId;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.EndedSilence;
import dev.binnacle.model.Fact;
import dev.binnacle.model.Notice;
import dev.binnacle.model.RuleName;
import dev.binnacle.model.Silence;
import dev.binnacle.model.SilenceId;
import dev.binnacle.model.Subject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The facts of a journal entry that speak of alerts. Tags and the order of members are kept for good: a new member is a new tag. What
 * may be missing is behind one byte, 1 where it is there.
 *
 * <p><b>Threads:</b> thread-safe.
 */
final class AlertFactCodec {
  private static final int ALERT_CHANGED = 10;
  private static final int ALERT_ACKNOWLEDGED = 11;
  private static final int ACKNOWLEDGEMENT_ENDED = 12;
  /** Read only: of silences that all ended with their time. */
  private static final int FIXED_SILENCE_BEGUN = 13;
  /** Read only: of endings of which nobody was told. */
  private static final int UNTOLD_SILENCE_ENDED = 14;
  private static final int NOTICE_ISSUED = 15;
  private static final int NOTICE_HIDDEN = 16;
  private static final int SILENCE_BEGUN = 17;
  private static final int SILENCE_ENDED = 18;

  private AlertFactCodec() {}

  static boolean isTag(int tag) {
    return tag >= ALERT_CHANGED && tag <= SILENCE_ENDED;
  }

  static void write(OutputBuffer out, Fact.OfAlerts fact) {
    // Not a pattern switch: this room is compiled for Java 17. A test enumerates the facts.
    if (fact instanceof Fact.AlertChanged changed) {
      begin(out, ALERT_CHANGED, fact);
      alert(out, changed.alert());
      optional(out, changed.from(), FactParts::word);
    } else if (fact instanceof Fact.AlertAcknowledged acknowledged) {
      begin(out, ALERT_ACKNOWLEDGED, fact);
      text(out, acknowledged.alert().value());
      acknowledgement(out, acknowledged.acknowledgement());
    } else if (fact instanceof Fact.AcknowledgementEnded ended) {
      begin(out, ACKNOWLEDGEMENT_ENDED, fact);
      text(out, ended.alert().value());
      optional(out, ended.by(), FactParts::text);
    } else if (fact instanceof Fact.SilenceBegun begun) {
      begin(out, SILENCE_BEGUN, fact);
      silence(out, begun.silence());
    } else if (fact instanceof Fact.SilenceEnded ended) {
      begin(out, SILENCE_ENDED, fact);
      text(out, ended.silence().value());
      word(out, ended.ending());
      optional(out, ended.by(), FactParts::text);
      out.writeVarint(ended.hidden());
      optional(out, ended.told(), AlertFactCodec::endedSilence);
    } else if (fact instanceof Fact.NoticeIssued issued) {
      begin(out, NOTICE_ISSUED, fact);
      notice(out, issued.notice());
    } else if (fact instanceof Fact.NoticeHidden hidden) {
      begin(out, NOTICE_HIDDEN, fact);
      text(out, hidden.silence().value());
      text(out, hidden.alert().value());
      word(out, hidden.kind());
    } else {
      throw new IllegalStateException("no encoding for " + fact.getClass());
    }
  }

  static Fact read(int tag, ByteInput in) {
    Instant at = in.readInstant();
    return switch (tag) {
      case ALERT_CHANGED -> new Fact.AlertChanged(at, alert(in), optional(in, input -> word(input, Words.ALERT_STATE)));
      case ALERT_ACKNOWLEDGED -> new Fact.AlertAcknowledged(at, new AlertId(in.readText()), acknowledgement(in));
      case ACKNOWLEDGEMENT_ENDED ->
          new Fact.AcknowledgementEnded(at, new AlertId(in.readText()), optional(in, ByteInput::readText));
      case FIXED_SILENCE_BEGUN -> new Fact.SilenceBegun(at, fixedSilence(in));
      case UNTOLD_SILENCE_ENDED -> untoldEnd(at, in);
      case SILENCE_BEGUN -> new Fact.SilenceBegun(at, silence(in));
      case SILENCE_ENDED ->
          new Fact.SilenceEnded(
              at,
              new SilenceId(in.readText()),
              word(in, Words.SILENCE_ENDING),
              optional(in, ByteInput::readText),
              in.readVarint(),
              optional(in, AlertFactCodec::endedSilence));
      case NOTICE_ISSUED -> new Fact.NoticeIssued(at, notice(in));
      case NOTICE_HIDDEN ->
          new Fact.NoticeHidden(
              at, new SilenceId(in.readText()), new AlertId(in.readText()), word(in, Words.NOTICE_KIND));
      default -> throw new IllegalArgumentException("tag " + tag);
    };
  }

  private static void begin(OutputBuffer out, int tag, Fact.OfAlerts fact) {
    out.write(tag);
    ByteInput.writeInstant(out, fact.at());
  }

  private static void alert(OutputBuffer out, Alert alert) {
    text(out, alert.id().value());
    text(out, alert.rule().value());
    optional(out, alert.subject().bot(), (o, bot) -> text(o, bot.value()));
    optional(out, alert.subject().part(), FactParts::text);
    word(out, alert.level());
    word(out, alert.state());
    ByteInput.writeInstant(out, alert.begun());
    ByteInput.writeInstant(out, alert.since());
    optional(out, alert.value(), AlertFactCodec::number);
    optional(out, alert.threshold(), AlertFactCodec::number);
    text(out, alert.reason());
    all(out, alert.evidence(), AlertFactCodec::evidence);
    map(out, alert.labels());
    optional(out, alert.runbook(), FactParts::text);
    optional(out, alert.acknowledged(), AlertFactCodec::acknowledgement);
    all(out, alert.silenced(), (o, silence) -> text(o, silence.value()));
  }

  private static Alert alert(ByteInput in) {
    return new Alert(
        new AlertId(in.readText()),
        new RuleName(in.readText()),
        new Subject(optional(in, input -> new BotId(input.readText())), optional(in, ByteInput::readText)),
        word(in, Words.LEVEL),
        word(in, Words.ALERT_STATE),
        in.readInstant(),
        in.readInstant(),
        optional(in, AlertFactCodec::number),
        optional(in, AlertFactCodec::number),
        in.readText(),
        all(in, input -> new Alert.Evidence(input.readInstant(), input.readText(), input.readText())),
        map(in),
        optional(in, ByteInput::readText),
        optional(in, AlertFactCodec::acknowledgement),
        all(in, input -> new SilenceId(input.readText())));
  }

  private static void evidence(OutputBuffer out, Alert.Evidence evidence) {
    ByteInput.writeInstant(out, evidence.at());
    text(out, evidence.what());
    text(out, evidence.value());
  }

  private static void acknowledgement(OutputBuffer out, Alert.Acknowledgement acknowledgement) {
    text(out, acknowledgement.owner());
    optional(out, acknowledgement.comment(), FactParts::text);
    ByteInput.writeInstant(out, acknowledgement.at());
    optional(out, acknowledgement.until(), ByteInput::writeInstant);
  }

  private static Alert.Acknowledgement acknowledgement(ByteInput in) {
    return new Alert.Acknowledgement(
        in.readText(), optional(in, ByteInput::readText), in.readInstant(), optional(in, ByteInput::readInstant));
  }

  private static void silence(OutputBuffer out, Silence silence) {
    text(out, silence.id().value());
    map(out, silence.matcher());
    ByteInput.writeInstant(out, silence.from());
    ByteInput.writeInstant(out, silence.until());
    text(out, silence.owner());
    text(out, silence.comment());
    word(out, silence.term());
  }

  private static Silence silence(ByteInput in) {
    return new Silence(
        new SilenceId(in.readText()),
        map(in),
        in.readInstant(),
        in.readInstant(),
        in.readText(),
        in.readText(),
        word(in, Words.SILENCE_TERM));
  }

  private static Silence fixedSilence(ByteInput in) {
    return new Silence(
        new SilenceId(in.readText()),
        map(in),
        in.readInstant(),
        in.readInstant(),
        in.readText(),
        in.readText(),
        Silence.Term.FIXED);
  }

  private static void endedSilence(OutputBuffer out, EndedSilence ended) {
    silence(out, ended.silence());
    all(out, ended.active(), AlertFactCodec::alert);
    out.writeVarint(ended.activeInAll());
  }

  private static EndedSilence endedSilence(ByteInput in) {
    return new EndedSilence(silence(in), all(in, AlertFactCodec::alert), in.readVarint());
  }

  private static Fact untoldEnd(Instant at, ByteInput in) {
    SilenceId silence = new SilenceId(in.readText());
    String by = optional(in, ByteInput::readText);
    Silence.Ending ending = by == null ? Silence.Ending.EXPIRED : Silence.Ending.LIFTED;
    return new Fact.SilenceEnded(at, silence, ending, by, in.readVarint(), null);
  }

  private static void notice(OutputBuffer out, Notice notice) {
    text(out, notice.id());
    ByteInput.writeInstant(out, notice.at());
    word(out, notice.kind());
    word(out, notice.level());
    text(out, notice.group());
    all(out, notice.alerts(), AlertFactCodec::alert);
    all(out, notice.channels(), (o, channel) -> text(o, channel.value()));
    out.writeVarint(notice.heldBack());
  }

  private static Notice notice(ByteInput in) {
    return new Notice(
        in.readText(),
        in.readInstant(),
        word(in, Words.NOTICE_KIND),
        word(in, Words.LEVEL),
        in.readText(),
        all(in, AlertFactCodec::alert),
        all(in, input -> new ChannelName(input.readText())),
        in.readVarint());
  }

  private static void number(OutputBuffer out, double value) {
    out.writeFixedLong(Double.doubleToRawLongBits(value));
  }

  private static double number(ByteInput in) {
    return Double.longBitsToDouble(in.readFixedLong());
  }

  /** Sorted, so that the same map is always the same bytes. */
  private static void map(OutputBuffer out, Map<String, String> map) {
    out.writeVarint(map.size());
    map.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              text(out, entry.getKey());
              text(out, entry.getValue());
            });
  }

  private static Map<String, String> map(ByteInput in) {
    int count = in.readCount();
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      map.put(in.readText(), in.readText());
    }
    return map;
  }
}
