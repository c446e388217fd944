package dev.binnacle.web.api;

import dev.binnacle.model.AlertId;
import dev.binnacle.model.Level;
import dev.binnacle.web.api.Notifications.Channel;
import dev.binnacle.web.api.Notifications.ChannelState;
import dev.binnacle.web.api.Notifications.Discord;
import dev.binnacle.web.api.Notifications.Embed;
import dev.binnacle.web.api.Notifications.EmbedField;
import dev.binnacle.web.api.Notifications.Latency;
import dev.binnacle.web.api.Notifications.Parcel;
import dev.binnacle.web.api.Notifications.ParcelState;
import dev.binnacle.web.api.Notifications.Preview;
import dev.binnacle.web.api.Notifications.Telegram;
import dev.binnacle.web.view.Shape;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people are told, in JSON. */
final class NotificationShapes {
  static final Shape<Parcel> PARCEL =
      Shape.<Parcel>object("Delivery", "One message for one channel, and what became of it")
          .text("id", Parcel::id)
          .text("message", Parcel::message)
          .note("the same for every channel that is to say it")
          .text("channel", parcel -> parcel.channel().value())
          .text("kind", Parcel::kind)
          .word("level", Level.class, Parcel::level)
          .textOrNull("bot", parcel -> parcel.bot() == null ? null : parcel.bot().value())
          .list("alerts", Shape.<AlertId>text(AlertId::value), Parcel::alerts)
          .time("at", Parcel::at)
          .note("when it was decided")
          .text("title", Parcel::title)
          .word("state", ParcelState.class, Parcel::state)
          .size("attempts", Parcel::attempts)
          .timeOrNull("next", Parcel::next)
          .note("when it is tried again; null unless it waits for that")
          .timeOrNull("done", Parcel::done)
          .note("when it was delivered or given up")
          .textOrNull("why", Parcel::why)
          .note("why the last attempt failed; null when none did")
          .textOrNull("reference", Parcel::reference)
          .note("the other end's name for it")
          .flag("perhaps_repeated", Parcel::perhapsRepeated)
          .note("whether nobody knows if an earlier attempt went through")
          .shape();

  private static final double NANOS_A_MILLI = 1_000_000;

  private static final Shape<Latency> LATENCY =
      Shape
          .<Latency>object("DeliveryLatency",
              "From a decision to the other end's word that it has the message, since the channel was opened")
          .count("deliveries", Latency::count)
          .numberOrNull("p50_ms", latency -> millis(latency.p50()))
          .note("half of them took no longer; reckoned from the buckets of binnacle_notification_latency_seconds")
          .numberOrNull("p99_ms", latency -> millis(latency.p99()))
          .numberOrNull("longest_ms", latency -> millis(latency.longest()))
          .shape();

  static final Shape<Channel> CHANNEL =
      Shape.<Channel>object("Channel", "A way of reaching people, and how it fares")
          .text("name", channel -> channel.name().value())
          .text("type", Channel::type)
          .word("state", ChannelState.class, Channel::state)
          .textOrNull("reason", Channel::reason)
          .note("why it is not working; null when it is")
          .textOrNull("target", Channel::target)
          .textOrNull("hears", Channel::hears)
          .note("what it is told, in words")
          .count("waiting", Channel::waiting)
          .timeOrNull("oldest", Channel::oldest)
          .note("since when the oldest message waits")
          .count("delivered", Channel::delivered)
          .count("dead", Channel::dead)
          .note("given up and not sent again")
          .count("retried", Channel::retried)
          .count("not_told", Channel::notTold)
          .note("events that were too many to be told one by one; they are told as one message a minute")
          .timeOrNull("last_delivered", Channel::lastDelivered)
          .child("latency", LATENCY, Channel::latency)
          .shape();

  private static final Shape<Telegram> TELEGRAM =
      Shape.<Telegram>object("TelegramPreview", "As Telegram shows it")
          .text("html", Telegram::html)
          .note("in Telegram's subset of HTML")
          .list("buttons", buttonRow(), Telegram::buttons)
          .note("rows of what can be pressed")
          .shape();

  private static final Shape<EmbedField> FIELD =
      Shape.<EmbedField>object("DiscordField", "A field of an embed")
          .text("name", EmbedField::name)
          .text("value", EmbedField::value)
          .flag("inline", EmbedField::inline)
          .shape();

  private static final Shape<Embed> EMBED =
      Shape.<Embed>object("DiscordEmbed", "A card of Discord's")
          .textOrNull("title", Embed::title)
          .textOrNull("description", Embed::description)
          .countOrNull("color", embed -> embed.colour() == null ? null : embed.colour().longValue())
          .list("fields", FIELD, Embed::fields)
          .textOrNull("footer", Embed::footer)
          .timeOrNull("timestamp", Embed::at)
          .shape();

  private static final Shape<Discord> DISCORD =
      Shape.<Discord>object("DiscordPreview", "As Discord shows it")
          .textOrNull("username", Discord::username)
          .textOrNull("content", Discord::content)
          .list("embeds", EMBED, Discord::embeds)
          .shape();

  static final Shape<Preview> PREVIEW =
      Shape.<Preview>object("MessagePreview", "One message on several channels")
          .text("kind", Preview::kind)
          .word("level", Level.class, Preview::level)
          .flag("sample", Preview::sample)
          .note("whether its figures are made up")
          .time("at", Preview::at)
          .text("title", Preview::title)
          .text("plain", Preview::plain)
          .child("telegram", TELEGRAM, Preview::telegram)
          .child("discord", DISCORD, Preview::discord)
          .textOrNull("chart_png",
              preview -> preview.chart() == null ? null : Base64.getEncoder().encodeToString(preview.chart()))
          .note("a picture that goes with it, in Base64")
          .shape();

  private NotificationShapes() {}

  private static @Nullable Double millis(@Nullable Duration time) {
    return time == null ? null : time.toNanos() / NANOS_A_MILLI;
  }

  private static Shape<List<String>> buttonRow() {
    Shape<Collection<? extends String>> row = Shape.listOf(Shape.<String>text(text -> text));
    return row.on(buttons -> buttons);
  }
}
