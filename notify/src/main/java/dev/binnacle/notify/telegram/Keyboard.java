package dev.binnacle.notify.telegram;

import dev.binnacle.notify.Message;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The buttons under a message (https://core.telegram.org/bots/api#inlinekeyboardmarkup). */
final class Keyboard {
  static final int LONGEST_DATA = 64; // bytes
  private static final int MOST_BUTTONS = 12;
  private static final int A_ROW = 2;

  private Keyboard() {}

  /**
   * A button.
   *
   * @param data what comes back when it is pressed, at most {@link #LONGEST_DATA} bytes; or an address
   */
  record Button(String text, String data, boolean isAddress) {
    static Button press(String text, String data) {
      return new Button(text, data, false);
    }

    Map<String, String> fields() {
      return Map.of("text", text, isAddress ? "url" : "callback_data", data);
    }
  }

  /** The buttons of a message. Those that act are there only when somebody listens. */
  static List<Button> of(Message message, boolean listening) {
    List<Button> buttons = new ArrayList<>();
    for (Message.Action action : message.actions()) {
      if (buttons.size() < MOST_BUTTONS) {
        button(action, listening).ifPresent(buttons::add);
      }
    }
    return buttons;
  }

  static Map<String, Object> markup(List<Button> buttons) {
    List<List<Map<String, String>>> rows = new ArrayList<>();
    for (int i = 0; i < buttons.size(); i += A_ROW) {
      rows.add(buttons.subList(i, Math.min(buttons.size(), i + A_ROW)).stream().map(Button::fields).toList());
    }
    return Map.of("inline_keyboard", rows);
  }

  private static Optional<Button> button(Message.Action action, boolean listening) {
    return switch (action.deed()) {
      case ACKNOWLEDGE -> press(action.label(), "ack " + action.target(), listening);
      case SILENCE -> press(action.label(), "silence " + action.target(), listening);
      case OPEN -> isPublic(action.target()) ? Optional.of(new Button(action.label(), action.target(), true)) : Optional.empty();
    };
  }

  private static Optional<Button> press(String label, String data, boolean listening) {
    return listening && data.length() <= LONGEST_DATA ? Optional.of(Button.press(label, data)) : Optional.empty();
  }

  /** Telegram refuses the whole message for the sake of an address without a dot in its host, such as localhost. */
  static boolean isPublic(String address) {
    try {
      URI uri = URI.create(address);
      boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
      return web && uri.getHost() != null && uri.getHost().contains(".");
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
