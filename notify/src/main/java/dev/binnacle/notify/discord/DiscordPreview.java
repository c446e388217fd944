package dev.binnacle.notify.discord;

import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Dispatch;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What a channel of Discord would get, without sending it. Pure functions. */
public final class DiscordPreview {
  private static final JsonMapper JSON = new JsonMapper();

  private DiscordPreview() {}

  /**
   * The messages as which a dispatch would arrive, in order: each the JSON of an execute-webhook call, with {@code embeds} of one embed
   * ({@code title}, {@code url}, {@code description}, {@code color}, {@code fields}, {@code footer}, {@code image}), {@code username},
   * {@code avatar_url} and {@code flags}. Texts are in Discord's markdown.
   */
  public static List<String> of(Dispatch dispatch, ChannelSettings.Discord settings) {
    return new DiscordEmbeds(settings).payloads(dispatch).stream().map(JSON::writeValueAsString).toList();
  }
}
