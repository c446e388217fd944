package dev.binnacle.server;

import dev.binnacle.model.ChannelName;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.EventFilter;
import dev.binnacle.notify.EventKind;
import dev.binnacle.notify.Secret;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads which ways there are of telling people: those under {@code channels}, and those under {@code monitoring}. */
final class ChannelsSection {
  private static final String TOKEN_VARIABLE = "TELEGRAM_BOT_TOKEN";
  private static final String CHAT_VARIABLE = "TELEGRAM_CHAT_ID";
  private static final String DISCORD_VARIABLE = "DISCORD_WEBHOOK_URL";

  private final Map<ChannelName, ChannelSettings> used = new LinkedHashMap<>();
  private final Set<ChannelName> named = new LinkedHashSet<>();
  private final ZoneId zone;

  private ChannelsSection(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * @param used those by which people are told
   * @param named those that rules may name, switched off or not
   */
  record Channels(List<ChannelSettings> used, Set<ChannelName> named) {}

  static Channels read(SettingsSection root, SettingsSection monitoring, Alerting.Switches switches, ZoneId zone) {
    ChannelsSection channels = new ChannelsSection(zone);
    channels.addNamed(root.names("channels"));
    channels.addTelegram(monitoring);
    channels.addDiscord(monitoring);
    channels.addPlain(switches);
    channels.obey(switches, root.section("alerts"));
    return new Channels(List.copyOf(channels.used.values()), Set.copyOf(channels.named));
  }

  private void addNamed(SettingsSection section) {
    for (String key : List.copyOf(section.keys())) {
      SettingsSection channel = section.section(key);
      boolean enabled = channel.flag("enabled", true);
      if (!enabled) {
        channel = section.switchedOff(key);
        channel.has("enabled");
      }
      try {
        ChannelName name = new ChannelName(key);
        named.add(name);
        ChannelSettings settings = ChannelSection.read(name, channel, zone);
        if (enabled && settings != null) {
          used.put(name, settings);
        }
      } catch (IllegalArgumentException e) {
        section.problem(key, "cannot be used: " + e.getMessage());
      }
      channel.refuseUnknown();
    }
  }

  private void addTelegram(SettingsSection monitoring) {
    SettingsSection section = monitoring.section("telegram");
    boolean enabled = section.flag("enabled", monitoring.has("telegram"));
    EventFilter events = ChannelSection.events(section);
    String token = addressOf(section, "bot-token", TOKEN_VARIABLE, enabled);
    String chat = addressOf(section, "chat-id", CHAT_VARIABLE, enabled);
    section.refuseUnknown();
    if (token != null && chat != null) {
      add(
          monitoring, "telegram",
          new ChannelSettings.Telegram(
              new ChannelName("telegram"), policy(events), new Secret(token), chat, null, ChannelSettings.Telegram.API, false,
              List.of()));
    }
  }

  private void addDiscord(SettingsSection monitoring) {
    SettingsSection section = monitoring.section("discord");
    boolean enabled = section.flag("enabled", monitoring.has("discord"));
    EventFilter events = ChannelSection.events(section);
    String url = addressOf(section, "webhook-url", DISCORD_VARIABLE, enabled);
    ChannelSettings.Discord.Look look = ChannelSection.look(section);
    section.refuseUnknown();
    if (url != null && !AlertsSection.isWeb(url)) {
      section.problem("webhook-url", "must be an address that begins with https://");
    } else if (url != null) {
      add(
          monitoring, "discord",
          new ChannelSettings.Discord(
              new ChannelName("discord"), policy(events), new Secret(url), look, Map.of(), Map.of()));
    }
  }

  private ChannelPolicy policy(EventFilter events) {
    return ChannelPolicy.usual(zone).withEvents(events);
  }

  private void add(SettingsSection monitoring, String key, ChannelSettings channel) {
    named.add(channel.name());
    if (used.putIfAbsent(channel.name(), channel) != null) {
      monitoring.problem(key, "is also a name in channels; leave one of them out");
    }
  }

  /** Null when it is not switched on, and when it is nowhere, of which people are warned. */
  private static @Nullable String addressOf(SettingsSection section, String key, String variable, boolean enabled) {
    if (!enabled) {
      section.optionalText(key);
      return null;
    }
    String said = section.expanded(key);
    String found = said == null || said.isBlank() ? section.reading().variable(variable) : said;
    if (found == null || found.isBlank()) {
      section.warning(
          key, "is missing and " + variable
              + " is not set, so nobody is told this way: add the key, set the variable, or say enabled: false");
      return null;
    }
    return found;
  }

  /** What is there without being written down. */
  private void addPlain(Alerting.Switches switches) {
    ChannelPolicy policy = ChannelPolicy.usual(zone);
    ChannelName console = new ChannelName("console");
    ChannelName log = new ChannelName("log");
    ChannelName dashboard = new ChannelName("dashboard");
    if (switches.console() && named.add(console)) {
      used.put(console, new ChannelSettings.Console(console, policy, true));
    }
    if (switches.log() && named.add(log)) {
      used.put(log, new ChannelSettings.Log(log, policy));
    }
    if (named.add(dashboard)) {
      used.put(dashboard, new ChannelSettings.Dashboard(dashboard, policy));
    }
    named.addAll(List.of(console, log, dashboard));
  }

  private void obey(Alerting.Switches switches, SettingsSection alerts) {
    obey(switches.email(), ChannelSettings.Email.class, alerts, "email-notifications",
        "type: email, host: mail.example.org, from: bots@example.org, to: [me@example.org]");
    obey(switches.webhooks(), ChannelSettings.Webhook.class, alerts, "webhook-notifications",
        "type: webhook, url: https://example.org/hook");
    if (!switches.enabled()) {
      used.clear();
    }
  }

  private void obey(
      @Nullable Boolean on, Class<? extends ChannelSettings> type, SettingsSection alerts, String key, String example) {
    if (Boolean.FALSE.equals(on)) {
      used.values().removeIf(type::isInstance);
    } else if (on != null && used.values().stream().noneMatch(type::isInstance)) {
      alerts.warning(key,
          "is on, but nobody is told this way, since channels has none of that type: add channels.NAME: { " + example + " }");
    }
  }

  /** For messages: every kind of event that a filter can name. */
  static String kinds() {
    List<String> words = new ArrayList<>();
    EnumSet.complementOf(EnumSet.of(EventKind.TEST)).forEach(kind -> words.add(kind.word().replace('_', '-')));
    return String.join(", ", words);
  }
}
