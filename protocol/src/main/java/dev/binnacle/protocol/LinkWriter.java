package dev.binnacle.protocol;

import dev.binnacle.model.Answer;
import dev.binnacle.model.Envelope;
import dev.binnacle.model.InstanceId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Writes the frames of a link, one after the other into the same buffer. Each method leaves one whole frame in {@link #buffer}, in
 * place of the one before; a frame of events is begun, filled and ended.
 *
 * <p><b>Threads:</b> one thread at a time.
 */
public final class LinkWriter {
  private final OutputBuffer out = new OutputBuffer(4_096);
  private final EventWriter events = new EventWriter(out);
  private int count;
  private boolean open;

  /** The frame, valid until the next call. */
  public OutputBuffer buffer() {
    return out;
  }

  public OutputBuffer hello(InstanceId instance) {
    begin("hello");
    out.writeAscii(",\"instance\":");
    out.writeString(instance.value());
    out.writeAscii(",\"version\":");
    out.writeLong(LinkMessage.VERSION);
    return end();
  }

  /** Begins a frame of events: {@link #add} what it holds, then {@link #endEvents}. */
  public void beginEvents(long id, InstanceId instance, boolean live) {
    begin("events");
    out.writeAscii(",\"id\":");
    out.writeLong(id);
    out.writeAscii(",\"instance\":");
    out.writeString(instance.value());
    out.writeAscii(live ? ",\"live\":true" : ",\"live\":false");
    out.writeAscii(",\"events\":[");
    count = 0;
    open = true;
  }

  public void add(Envelope envelope) {
    separate();
    events.write(envelope);
  }

  /** Adds an event that {@link EventWriter} encoded before. */
  public void addEncoded(byte[] bytes, int offset, int length) {
    separate();
    out.write(bytes, offset, length);
  }

  private void separate() {
    if (!open) {
      throw new IllegalStateException("no frame of events is begun");
    }
    if (count++ > 0) {
      out.write(',');
    }
  }

  /** How many events the frame holds so far. */
  public int count() {
    return count;
  }

  /** How many bytes the frame would have if it were ended now. */
  public int length() {
    return out.length() + 2;
  }

  public OutputBuffer endEvents() {
    if (!open) {
      throw new IllegalStateException("no frame of events is begun");
    }
    open = false;
    out.write(']');
    return end();
  }

  public OutputBuffer pong() {
    begin("pong");
    return end();
  }

  public OutputBuffer welcome(Map<InstanceId, Long> acknowledged) {
    begin("welcome");
    AnswerJson.writeAcknowledged(out, acknowledged);
    return end();
  }

  public OutputBuffer answer(long id, Answer answer) {
    begin("answer");
    out.writeAscii(",\"id\":");
    out.writeLong(id);
    out.write(',');
    AnswerJson.writeMembers(out, answer);
    return end();
  }

  public OutputBuffer busy(long id, Duration retryAfter) {
    begin("busy");
    out.writeAscii(",\"id\":");
    out.writeLong(id);
    out.writeAscii(",\"retry_after_ms\":");
    out.writeLong(Math.max(0, retryAfter.toMillis()));
    return end();
  }

  public OutputBuffer refused(LinkMessage.Refused refused) {
    begin("refused");
    if (refused.id() != null) {
      out.writeAscii(",\"id\":");
      out.writeLong(refused.id());
    }
    out.writeAscii(",\"rule\":");
    out.writeString(refused.rule());
    out.writeAscii(",\"message\":");
    out.writeString(refused.message());
    return end();
  }

  /** @param state the text of one JSON object, which is written as it is */
  public OutputBuffer configOffer(String state) {
    begin("config_offer");
    out.writeAscii(",\"state\":");
    byte[] bytes = state.getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    return end();
  }

  public OutputBuffer configReply(long id, String reply) {
    return document("config_reply", id, "reply", reply);
  }

  public OutputBuffer configCall(long id, String call) {
    return document("config_call", id, "call", call);
  }

  private OutputBuffer document(String type, long id, String name, String text) {
    begin(type);
    out.writeAscii(",\"id\":");
    out.writeLong(id);
    out.writeAscii(",\"");
    out.writeAscii(name);
    out.writeAscii("\":");
    out.writeString(text);
    return end();
  }

  public OutputBuffer alert(LinkMessage.AlertTold alert) {
    begin("alert");
    AlertFrame.write(out, alert);
    return end();
  }

  public OutputBuffer guard(LinkMessage.GuardTold guard) {
    begin("guard");
    GuardFrame.write(out, guard);
    return end();
  }

  public OutputBuffer halt(LinkMessage.HaltTold halt) {
    begin("halt");
    HaltFrame.write(out, halt);
    return end();
  }

  public OutputBuffer release(LinkMessage.ReleaseTold release) {
    begin("release");
    out.writeAscii(",\"halt\":");
    out.writeString(release.halt().value());
    out.writeAscii(",\"epoch\":");
    out.writeLong(release.epoch());
    out.writeAscii(",\"by\":");
    out.writeString(release.by());
    out.writeAscii(",\"reason\":");
    out.writeString(release.reason());
    return end();
  }

  public OutputBuffer ping() {
    begin("ping");
    return end();
  }

  private void begin(String type) {
    open = false;
    out.clear();
    out.writeAscii("{\"type\":\"");
    out.writeAscii(type);
    out.write('"');
  }

  private OutputBuffer end() {
    out.write('}');
    return out;
  }
}
