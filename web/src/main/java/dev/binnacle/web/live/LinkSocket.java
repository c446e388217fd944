package dev.binnacle.web.live;

import dev.binnacle.model.BotId;
import dev.binnacle.web.api.EventIntake;
import dev.binnacle.web.security.Caller;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A bot's link: frames go to the intake as they come, and its answers go back. */
final class LinkSocket extends TextSocket implements EventIntake.LinkSender {
  private final Live live;
  private final BotId bot;
  private final Caller caller;
  private final EventIntake intake;
  private final long mostBytesInFlight;
  private EventIntake.@Nullable LinkSession intakeSession;

  LinkSocket(Live live, BotId bot, Caller caller, EventIntake intake, LiveSettings settings) {
    super(settings.mostLinkFrameBytes());
    this.live = live;
    this.bot = bot;
    this.caller = caller;
    this.intake = intake;
    this.mostBytesInFlight = settings.mostBytesInFlight();
  }

  Caller caller() {
    return caller;
  }

  @Override
  void opened() {
    intakeSession = intake.open(bot, this);
    live.joined(this);
  }

  @Override
  void received(byte[] text) {
    EventIntake.LinkSession current = intakeSession;
    if (current != null) {
      current.received(text);
    }
  }

  @Override
  void closed() {
    live.left(this);
    EventIntake.LinkSession current = intakeSession;
    if (current != null) {
      current.closed();
    }
  }

  @Override
  public void send(String frame) {
    byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
    if (!hasRoomFor(bytes.length, mostBytesInFlight)) {
      live.cutOff(this);
      return;
    }
    send(bytes, null);
  }
}
