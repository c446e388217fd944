package dev.binnacle.notify.discord;

import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Charts;
import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.EventKind;
import dev.binnacle.notify.Letter;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.Pieces;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A letter as embeds (https://discord.com/developers/docs/resources/message#embed-object), one a message, each within all limits. What
 * does not fit as a field is a line of the description; what does not fit there goes into the next message.
 */
final class DiscordEmbeds {
  static final int LONGEST_CONTENT = 2_000;
  private static final int LONGEST_TITLE = 256;
  private static final int LONGEST_DESCRIPTION = 4_096;
  private static final int MOST_FIELDS = 25;
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_VALUE = 1_024;
  private static final int LONGEST_FOOTER = 2_048;
  private static final int LONGEST_ALTOGETHER = 6_000;
  private static final int SHORT = 40;
  private static final int SUPPRESS_NOTIFICATIONS = 1 << 12;

  private final ChannelSettings.Discord settings;

  DiscordEmbeds(ChannelSettings.Discord settings) {
    this.settings = settings;
  }

  /** What is posted for each part of the message, in order. */
  List<Map<String, Object>> payloads(Dispatch dispatch) {
    Letter letter = dispatch.letter();
    Layout layout = layout(letter);
    List<Map<String, Object>> payloads = new ArrayList<>();
    for (int i = 0; i < layout.descriptions().size(); i++) {
      Map<String, Object> embed = i == 0 ? first(dispatch, layout) : new LinkedHashMap<>();
      if (!layout.descriptions().get(i).isBlank()) {
        embed.put("description", layout.descriptions().get(i));
      }
      embed.put("color", colour(dispatch.message()));
      if (!layout.footer().isEmpty()) {
        embed.put("footer", Map.of("text", layout.footer()));
      }
      Map<String, Object> payload = envelope(dispatch);
      payload.put("embeds", List.of(embed));
      payloads.add(payload);
    }
    return payloads;
  }

  /** A payload's words without its embed and its look, for when Discord refuses those. */
  static List<Map<String, Object>> plain(Map<String, Object> payload) {
    List<String> lines = new ArrayList<>();
    if (payload.get("embeds") instanceof List<?> embeds && embeds.getFirst() instanceof Map<?, ?> embed) {
      add(lines, embed.get("title"));
      if (embed.get("fields") instanceof List<?> fields) {
        fields.forEach(field -> add(lines, field instanceof Map<?, ?> map ? map.get("name") + ": " + map.get("value") : null));
      }
      add(lines, embed.get("description"));
      add(lines, embed.get("footer") instanceof Map<?, ?> footer ? footer.get("text") : null);
    }
    List<Map<String, Object>> payloads = new ArrayList<>();
    for (String page : Pieces.of(lines, LONGEST_CONTENT)) {
      Map<String, Object> bare = new LinkedHashMap<>(payload);
      bare.keySet().removeAll(List.of("embeds", "username", "avatar_url"));
      bare.put("content", page);
      payloads.add(bare);
    }
    return payloads;
  }

  private static void add(List<String> lines, @Nullable Object text) {
    if (text instanceof String words) {
      words.lines().forEach(lines::add);
    }
  }

  private record Layout(String title, List<Map<String, Object>> fields, String footer, List<String> descriptions) {}

  private static Layout layout(Letter letter) {
    String title = Markdown.fitted(letter.heading(), LONGEST_TITLE);
    String footer = Pieces.shortened(String.join("\n", letter.notes()), LONGEST_FOOTER);
    int room = LONGEST_ALTOGETHER - title.length() - footer.length();
    List<Map<String, Object>> fields = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Message.Field field : letter.fields()) {
      String icon = Letter.iconOf(field);
      String name = Markdown.fitted((icon.isEmpty() ? "" : icon + " ") + field.label(), LONGEST_NAME);
      String value = Markdown.escape(field.text());
      boolean fits = fields.size() < MOST_FIELDS && !name.isBlank() && !value.isBlank() && value.length() <= LONGEST_VALUE
          && name.length() + value.length() <= room;
      if (fits) {
        fields.add(Map.of("name", name, "value", value, "inline", field.text().length() <= SHORT));
        room -= name.length() + value.length();
      } else {
        lines.add(field.label() + ": " + field.text());
      }
    }
    lines.addAll(letter.lines());
    int later = Math.min(LONGEST_DESCRIPTION, LONGEST_ALTOGETHER - footer.length());
    return new Layout(title, fields, footer, Markdown.pages(lines, Math.min(LONGEST_DESCRIPTION, room), later));
  }

  private static Map<String, Object> first(Dispatch dispatch, Layout layout) {
    Map<String, Object> embed = new LinkedHashMap<>();
    embed.put("title", layout.title());
    link(dispatch.message()).ifPresent(address -> embed.put("url", address));
    if (!layout.fields().isEmpty()) {
      embed.put("fields", layout.fields());
    }
    Charts.Picture chart = dispatch.chart();
    if (chart != null) {
      embed.put("image", Map.of("url", "attachment://" + fileName(chart)));
    }
    return embed;
  }

  /** What a file may be called so that an embed finds it. */
  static String fileName(Charts.Picture chart) {
    return chart.name().replaceAll("[^A-Za-z0-9._-]", "_");
  }

  private Map<String, Object> envelope(Dispatch dispatch) {
    Map<String, Object> payload = new LinkedHashMap<>();
    String username = look(dispatch.message(), ChannelSettings.Discord.Look::username);
    URI avatar = look(dispatch.message(), ChannelSettings.Discord.Look::avatar);
    if (username != null) {
      payload.put("username", username);
    }
    if (avatar != null) {
      payload.put("avatar_url", avatar.toString());
    }
    if (dispatch.silent() || dispatch.message().silent()) {
      payload.put("flags", SUPPRESS_NOTIFICATIONS);
    }
    payload.put("allowed_mentions", Map.of("parse", List.of())); // nobody is called by what a bot happens to say
    return payload;
  }

  private int colour(Message message) {
    Integer set = look(message, ChannelSettings.Discord.Look::colour);
    if (set != null) {
      return set;
    }
    return switch (message.tone()) {
      case GOOD -> 0x2ecc71;
      case NEUTRAL -> 0x3498db;
      case CAUTION -> 0xf39c12;
      case BAD -> 0xe74c3c;
    };
  }

  /**
   * An alert looks as its level says while it lasts, another event as its kind says; what they leave open is as usual. That an alert is
   * over must not look like the alarm.
   */
  private <T> @Nullable T look(Message message, Function<ChannelSettings.Discord.Look, @Nullable T> of) {
    boolean byLevel = message.kind() == EventKind.ALERT || message.kind() == EventKind.HALT;
    boolean over = message.kind() == EventKind.ALERT && message.tone() == Message.Tone.GOOD;
    ChannelSettings.Discord.Look particular = !byLevel
        ? settings.events().get(message.kind())
        : over ? null : settings.levels().get(message.level());
    T set = particular == null ? null : of.apply(particular);
    return set == null ? of.apply(settings.usual()) : set;
  }

  private static Optional<String> link(Message message) {
    return message.actions().stream()
        .filter(action -> action.deed() == Message.Deed.OPEN && action.target().matches("https?://\\S{1,2000}"))
        .map(Message.Action::target)
        .findFirst();
  }
}
