package dev.binnacle.server;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.Charts;
import dev.binnacle.notify.Dispatch;
import dev.binnacle.notify.EquityChart;
import dev.binnacle.notify.Message;
import dev.binnacle.notify.discord.DiscordPreview;
import dev.binnacle.notify.telegram.TelegramPreview;
import dev.binnacle.storage.HistoryQuery;
import dev.binnacle.storage.Outbox;
import dev.binnacle.storage.OutboxQuery;
import dev.binnacle.storage.Page;
import dev.binnacle.web.api.Notifications;
import dev.binnacle.web.api.Notifications.Preview;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Messages as Telegram and Discord would show them: what was told lately, the newest first, then one of each kind with made-up figures.
 * They look as the settings' first channel of the service would have them look, or as usual where there is none.
 *
 * <p><b>Threads:</b> thread-safe; reads the disk and draws.
 */
final class MessagePreviews implements IntFunction<List<Preview>> {
  private static final int MOST_PAGES = 10;

  private final Outbox outbox;
  private final Supplier<List<ChannelSettings>> channels;
  private final Charts charts;
  private final ZoneId zone;
  private final @Nullable URI dashboard;
  private final Charts sampleCharts;
  private final Map<Charts.Wanted, Optional<Charts.Picture>> sampleDrawn = new ConcurrentHashMap<>();

  /**
   * @param zone of times where no channel says another
   * @param dashboard where samples link to; null for no link
   */
  MessagePreviews(
      Outbox outbox, Supplier<List<ChannelSettings>> channels, Charts charts, ZoneId zone, @Nullable URI dashboard) {
    this.outbox = outbox;
    this.channels = channels;
    this.charts = charts;
    this.zone = zone;
    this.dashboard = dashboard;
    this.sampleCharts = new EquityChart(SampleMessages::curve, zone);
  }

  @Override
  public List<Preview> apply(int recent) {
    List<ChannelSettings> now = channels.get();
    ChannelSettings.Telegram telegram = first(now, ChannelSettings.Telegram.class).orElseGet(this::usualTelegram);
    ChannelSettings.Discord discord = first(now, ChannelSettings.Discord.class).orElseGet(this::usualDiscord);
    List<Preview> previews = new ArrayList<>();
    lately(recent).forEach(message -> previews.add(preview(message, drawn(message), telegram, discord, false)));
    SampleMessages.all(dashboard)
        .forEach(message -> previews.add(preview(message, drawnSample(message), telegram, discord, true)));
    return previews;
  }

  private static <T> Optional<T> first(List<ChannelSettings> channels, Class<T> type) {
    return channels.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** Nothing is ever sent with it. */
  private ChannelSettings.Telegram usualTelegram() {
    return new ChannelSettings.Telegram(
        new ChannelName("telegram"), ChannelPolicy.usual(zone), new dev.binnacle.notify.Secret("none"), "none", null,
        ChannelSettings.Telegram.API, true, List.of());
  }

  private ChannelSettings.Discord usualDiscord() {
    return new ChannelSettings.Discord(
        new ChannelName("discord"), ChannelPolicy.usual(zone), new dev.binnacle.notify.Secret("none"),
        ChannelSettings.Discord.Look.USUAL, Map.of(), Map.of());
  }

  /** Each once, though it went to several channels. */
  private Collection<Message> lately(int most) {
    Map<String, Message> messages = new LinkedHashMap<>();
    String cursor = null;
    for (int i = 0; i < MOST_PAGES && messages.size() < most; i++) {
      Page<Outbox.Entry> page = outbox.list(OutboxQuery.newest(Math.min(HistoryQuery.LARGEST, 4 * most)).after(cursor));
      for (Outbox.Entry entry : page.rows()) {
        Message message = Message.fromJson(new String(entry.parcel().body(), StandardCharsets.UTF_8));
        if (messages.size() < most) {
          messages.putIfAbsent(message.id(), message);
        }
      }
      cursor = page.next();
      if (cursor == null) {
        break;
      }
    }
    return messages.values();
  }

  private Charts.@Nullable Picture drawn(Message message) {
    Charts.Wanted wanted = message.chart();
    return wanted == null ? null : charts.equity(wanted.bot(), wanted.from(), wanted.to()).orElse(null);
  }

  private Charts.@Nullable Picture drawnSample(Message message) {
    Charts.Wanted wanted = message.chart();
    return wanted == null
        ? null
        : sampleDrawn.computeIfAbsent(wanted, one -> sampleCharts.equity(one.bot(), one.from(), one.to())).orElse(null);
  }

  private static Preview preview(
      Message message, Charts.@Nullable Picture chart, ChannelSettings.Telegram telegram, ChannelSettings.Discord discord,
      boolean sample) {
    Dispatch inTelegram = dispatch(message, chart, telegram.policy());
    Dispatch inDiscord = dispatch(message, chart, discord.policy());
    return new Preview(
        message.kind().word(), message.level(), sample, message.at(), message.summary(), inTelegram.letter().plain(),
        telegram(TelegramPreview.of(inTelegram, telegram)), discord(DiscordPreview.of(inDiscord, discord)),
        chart == null ? null : chart.png());
  }

  /** As it would have been sent at once, so that it does not say that it is late. */
  private static Dispatch dispatch(Message message, Charts.@Nullable Picture chart, ChannelPolicy policy) {
    return new Dispatch("preview", message, false, message.silent(), 1, 0, chart, policy.zone(), message.at());
  }

  private static Notifications.Telegram telegram(List<TelegramPreview> messages) {
    String html = messages.stream().map(TelegramPreview::html).collect(Collectors.joining("\n\n"));
    List<List<String>> rows = new ArrayList<>();
    for (TelegramPreview message : messages) {
      List<String> labels = message.buttons().stream().map(TelegramPreview.Button::label).toList();
      for (int i = 0; i < labels.size(); i += 2) {
        rows.add(labels.subList(i, Math.min(labels.size(), i + 2)));
      }
    }
    return new Notifications.Telegram(html, rows);
  }

  private static Notifications.Discord discord(List<String> calls) {
    List<Notifications.Embed> embeds = new ArrayList<>();
    String username = null;
    String content = null;
    for (String call : calls) {
      JsonNode body = ConfigCalls.JSON.readTree(call);
      username = text(body, "username");
      content = text(body, "content");
      body.path("embeds").forEach(embed -> embeds.add(embed(embed)));
    }
    return new Notifications.Discord(username, content, embeds);
  }

  private static Notifications.Embed embed(JsonNode embed) {
    List<Notifications.EmbedField> fields = new ArrayList<>();
    embed.path("fields").forEach(
        field -> fields.add(
            new Notifications.EmbedField(
                field.path("name").asString(), field.path("value").asString(), field.path("inline").asBoolean(false))));
    return new Notifications.Embed(
        text(embed, "title"), text(embed, "description"), embed.path("color").isInt() ? embed.path("color").intValue() : null,
        fields, text(embed.path("footer"), "text"), null);
  }

  private static @Nullable String text(JsonNode node, String name) {
    return node.path(name).isString() ? node.path(name).asString() : null;
  }
}
