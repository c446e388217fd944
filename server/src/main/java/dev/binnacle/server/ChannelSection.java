package dev.binnacle.server;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.notify.ChannelPolicy;
import dev.binnacle.notify.ChannelSettings;
import dev.binnacle.notify.EventFilter;
import dev.binnacle.notify.EventKind;
import dev.binnacle.notify.Limits;
import dev.binnacle.notify.QuietHours;
import dev.binnacle.notify.Role;
import dev.binnacle.notify.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one way of telling people. What may hold a token is never shown in a message. */
final class ChannelSection {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String TYPES = "telegram, discord, slack, email, webhook, sms, webpush, console, log or dashboard";

  private ChannelSection() {}

  /** Null when it cannot be used, which then is a problem. */
  static @Nullable ChannelSettings read(ChannelName name, SettingsSection section, ZoneId zone) {
    String type = section.required("type", TYPES, text -> text.toLowerCase(Locale.ROOT).replace("-", ""));
    ChannelPolicy policy = policy(section, zone);
    return type == null ? null : switch (type) {
      case "telegram" -> telegram(name, policy, section);
      case "discord" -> discord(name, policy, section);
      case "slack" -> slack(name, policy, section);
      case "email" -> email(name, policy, section);
      case "webhook" -> webhook(name, policy, section);
      case "sms" -> sms(name, policy, section);
      case "webpush" -> webPush(name, policy, section);
      case "console" -> new ChannelSettings.Console(name, policy, section.flag("colour", true));
      case "log" -> new ChannelSettings.Log(name, policy);
      case "dashboard" -> new ChannelSettings.Dashboard(name, policy);
      default -> {
        section.problem("type", "must be " + TYPES + ", was \"" + type + "\"");
        yield null;
      }
    };
  }

  private static ChannelPolicy policy(SettingsSection section, ZoneId usual) {
    ZoneId zone = section.parsed("time-zone", usual, "a time zone such as UTC or Europe/Berlin", ZoneId::of);
    ChannelPolicy plain = ChannelPolicy.usual(zone);
    Limits.Rate pace = section.has("pace") ? pace(section.section("pace")) : null;
    ChannelPolicy policy = new ChannelPolicy(
        events(section),
        RuleWords.parsed(section, "level", plain.leastLevel(), Level.class),
        section.oneOrMore("bots"),
        section.has("quiet-hours") ? quietHours(section.section("quiet-hours"), zone) : null,
        Limits.Rate.of(1, SECOND), // Set below: the checker of nulls takes this parameter for one that is none.
        section.duration("max-age", plain.maxAge(), SECOND),
        section.integer("attempts", plain.attempts(), 1, 1_000_000),
        zone,
        section.integer("most-per-minute", plain.mostPerMinute(), 0, 1_000_000),
        section.flag("charts", plain.charts()));
    return policy.withPace(pace);
  }

  /** A list means those alone, a mapping changes the usual. */
  static EventFilter events(SettingsSection section) {
    if (!section.isSection("events")) {
      List<EventKind> kinds = new ArrayList<>();
      section.oneOrMore("events").forEach(word -> kind(section, "events", word).ifPresent(kinds::add));
      return section.has("events") ? EventFilter.only(kinds) : EventFilter.USUAL;
    }
    SettingsSection events = section.section("events");
    Map<EventKind, EventFilter.Mode> modes = new EnumMap<>(EventKind.class);
    for (String key : List.copyOf(events.keys())) {
      EventFilter.Mode mode = events.optional(key, "on, silent or off", ChannelSection::mode);
      Optional<EventKind> kind = kind(events, key, key);
      if (mode != null) {
        kind.ifPresent(known -> modes.put(known, mode));
      }
    }
    return new EventFilter(modes);
  }

  /** Some writers of YAML make true and false of on and off. */
  private static EventFilter.@Nullable Mode mode(String word) {
    return switch (word) {
      case "true" -> EventFilter.Mode.ON;
      case "false" -> EventFilter.Mode.OFF;
      default -> RuleWords.word(word, EventFilter.Mode.class);
    };
  }

  private static Optional<EventKind> kind(SettingsSection section, String key, String word) {
    Optional<EventKind> kind = EventKind.named(word.toLowerCase(Locale.ROOT).replace('-', '_'));
    if (kind.isEmpty()) {
      section.problem(key, "names no kind of event: those are " + ChannelsSection.kinds() + ", was \"" + word + "\"");
    }
    return kind;
  }

  private static @Nullable QuietHours quietHours(SettingsSection section, ZoneId usual) {
    LocalTime from = section.required("from", "a time of day such as 22:00", LocalTime::parse);
    LocalTime until = section.required("until", "a time of day such as 07:00", LocalTime::parse);
    ZoneId zone = section.parsed("time-zone", usual, "a time zone such as Europe/Berlin", ZoneId::of);
    Level breaks = RuleWords.parsed(section, "breaks-through", Level.CRITICAL, Level.class);
    QuietHours.Treatment treatment =
        RuleWords.parsed(section, "treatment", QuietHours.Treatment.SILENT, QuietHours.Treatment.class);
    section.refuseUnknown();
    if (from != null && from.equals(until)) {
      section.problem("until", "must not be the same as from; to be silent all day, set events to silent");
      return null;
    }
    return from == null || until == null ? null : new QuietHours(from, until, zone, breaks, treatment);
  }

  private static Limits.Rate pace(SettingsSection section) {
    int most = section.integer("most", 20, 1, 1_000_000);
    Duration per = section.duration("per", Duration.ofMinutes(1), SECOND);
    section.refuseUnknown();
    return Limits.Rate.of(most, per);
  }

  private static @Nullable ChannelSettings telegram(ChannelName name, ChannelPolicy policy, SettingsSection section) {
    Secret token = secret(section, "token", "TELEGRAM_BOT_TOKEN");
    String chat = address(section, "chat", "TELEGRAM_CHAT_ID");
    Integer topic = section.optional("topic", "the number of a topic", Integer::valueOf);
    URI api = web(section, "api", ChannelSettings.Telegram.API);
    List<ChannelSettings.Telegram.User> users = new ArrayList<>();
    section.sections("users").forEach(user -> addUser(user, users));
    boolean commands = section.flag("commands", !users.isEmpty());
    return token == null || chat == null
        ? null
        : new ChannelSettings.Telegram(name, policy, token, chat, topic, api, commands, users);
  }

  private static void addUser(SettingsSection section, List<ChannelSettings.Telegram.User> users) {
    Long id = section.required("id", "Telegram's number for the person", Long::valueOf);
    String operator = section.required("operator", "the name under which what they do is recorded", text -> text);
    Role role = role(section);
    section.refuseUnknown();
    if (id != null && operator != null) {
      users.add(new ChannelSettings.Telegram.User(id, operator, role));
    }
  }

  /** {@code may-act} is how it was said before there were roles: true for an administrator, else for a viewer. */
  private static Role role(SettingsSection section) {
    Role role = RuleWords.optional(section, "role", Role.class);
    Boolean mayAct = section.optionalFlag("may-act");
    if (section.has("role") && mayAct != null) {
      section.problem("may-act", "says what role says; leave it out");
    }
    return role != null ? role : mayAct != null && mayAct ? Role.ADMIN : Role.VIEWER;
  }

  private static @Nullable ChannelSettings discord(ChannelName name, ChannelPolicy policy, SettingsSection section) {
    Secret url = secretWeb(section, "webhook-url", "DISCORD_WEBHOOK_URL");
    ChannelSettings.Discord.Look usual = look(section);
    Map<Level, ChannelSettings.Discord.Look> levels = new EnumMap<>(Level.class);
    Map<EventKind, ChannelSettings.Discord.Look> events = new EnumMap<>(EventKind.class);
    SettingsSection looks = section.section("looks");
    for (String key : List.copyOf(looks.keys())) {
      ChannelSettings.Discord.Look look = look(looks.section(key));
      Level level = RuleWords.word(key, Level.class);
      if (level != null) {
        levels.put(level, look);
      } else {
        kind(looks, key, key).ifPresent(kind -> events.put(kind, look));
      }
    }
    return url == null ? null : new ChannelSettings.Discord(name, policy, url, usual, levels, events);
  }

  static ChannelSettings.Discord.Look look(SettingsSection section) {
    String username = section.optionalText("username");
    URI avatar =
        section.optional("avatar-url", "an address that begins with https://",
            text -> text.isBlank() || AlertsSection.isWeb(text) ? URI.create(text) : null);
    Integer colour = section.optional("colour", "a colour such as \"#e5484d\"", ChannelSection::colour);
    return new ChannelSettings.Discord.Look(
        username == null || username.isBlank() ? null : username,
        avatar == null || avatar.toString().isBlank() ? null : avatar,
        colour);
  }

  private static @Nullable Integer colour(String text) {
    return text.matches("#[0-9a-fA-F]{6}") ? Integer.valueOf(text.substring(1), 16) : null;
  }

  private static @Nullable ChannelSettings slack(ChannelName name, ChannelPolicy policy, SettingsSection section) {
    Secret url = secretWeb(section, "webhook-url", null);
    return url == null ? null : new ChannelSettings.Slack(name, policy, url);
  }

  private static @Nullable ChannelSettings webhook(ChannelName name, ChannelPolicy policy, SettingsSection section) {
    Secret url = secretWeb(section, "url", null);
    String key = section.expanded("secret");
    ChannelSettings.Webhook.Format format =
        RuleWords.parsed(section, "format", ChannelSettings.Webhook.Format.BINNACLE, ChannelSettings.Webhook.Format.class);
    Map<String, Secret> headers = new LinkedHashMap<>();
    SettingsSection named = section.names("headers");
    for (String header : named.keys()) {
      String value = named.expanded(header);
      if (value != null) {
        headers.put(header, new Secret(value));
      }
    }
    return url == null
        ? null
        : new ChannelSettings.Webhook(name, policy, url, key == null ? null : new Secret(key), format, headers);
  }

  private static @Nullable ChannelSettings email(ChannelName name, ChannelPolicy policy, SettingsSection section) {
    String host = section.required("host", "the mail server, such as mail.example.org", text -> text);
    ChannelSettings.Email.Security security =
        RuleWords.parsed(
            section, "security", ChannelSettings.Email.Security.STARTTLS, ChannelSettings.Email.Security.class);
    int usual = switch (security) {
      case NONE -> 25;
      case STARTTLS -> 587;
      case TLS -> 465;
    };
    int port = section.integer("port", usual, 1, 65_535);
    String username = section.expanded("username");
    String password = section.expanded("password");
    String from = section.required("from", "the address it comes from", ChannelSection::mail);
    List<String> to = section.oneOrMore("to");
    int most = section.integer("most-per-hour", 30, 1, 10_000);
    if (to.isEmpty() || to.stream().anyMatch(address -> mail(address) == null)) {
      section.problem("to", "must list one or more addresses such as me@example.org");
      return null;
    }
    return host == null || from == null
        ? null
        : new ChannelSettings.Email(
            name, policy, host, port, security, username, password == null ? null : new Secret(password), from, to, most);
  }

  private static @Nullable String mail(String text) {
    return text.matches("[^\\s@]+@[^\\s@]+|[^<>@]+<[^\\s@]+@[^\\s@]+>") ? text : null;
  }

  private static @Nullable ChannelSettings sms(ChannelName name, ChannelPolicy policy, SettingsSection section) {
    URI api = web(section, "api", URI.create("https://api.twilio.com"));
    String account = address(section, "account", null);
    Secret token = secret(section, "token", null);
    String from = address(section, "from", null);
    List<String> to = section.oneOrMore("to");
    int most = section.integer("most-per-day", 20, 1, 10_000);
    if (to.isEmpty() || to.stream().anyMatch(number -> !number.matches("\\+[0-9]{6,15}"))) {
      section.problem("to", "must list one or more numbers such as \"+4915112345678\", in quotes");
      return null;
    }
    return account == null || token == null || from == null
        ? null
        : new ChannelSettings.Sms(name, policy, api, account, token, from, to, most);
  }

  private static @Nullable ChannelSettings webPush(ChannelName name, ChannelPolicy policy, SettingsSection section) {
    String contact = section.required("contact", "mailto:me@example.org, by which a push service reaches you",
        text -> text.startsWith("mailto:") || text.startsWith("https:") ? text : null);
    if (section.has("public-key") != section.has("private-key")) {
      section.problem("public-key", "and private-key go together: set both, or neither to have a pair made and kept");
      return null;
    }
    boolean given = section.has("public-key");
    String publicKey = given ? address(section, "public-key", null) : null;
    Secret privateKey = given ? secret(section, "private-key", null) : null;
    if (given && (publicKey == null || privateKey == null)) {
      return null;
    }
    List<URI> services = new ArrayList<>();
    for (String text : section.oneOrMore("services")) {
      URI origin = AlertsSection.isWeb(text) ? URI.create(text) : null;
      if (origin == null || !origin.getRawPath().isEmpty() || origin.getRawQuery() != null || origin.getRawUserInfo() != null) {
        section.problem("services", "must list origins such as https://push.example.org, without a path, had \"" + text + "\"");
        return null;
      }
      services.add(origin);
    }
    return contact == null ? null : new ChannelSettings.WebPush(name, policy, contact, publicKey, privateKey, services);
  }

  private static URI web(SettingsSection section, String key, URI otherwise) {
    return section.parsed(
        key, otherwise, "an address that begins with https:// or http://",
        text -> AlertsSection.isWeb(text) ? URI.create(text) : null);
  }

  private static @Nullable Secret secretWeb(SettingsSection section, String key, @Nullable String variable) {
    Secret url = secret(section, key, variable);
    if (url != null && !AlertsSection.isWeb(url.reveal())) {
      section.problem(key, "must be an address that begins with https:// or http://");
      return null;
    }
    return url;
  }

  private static @Nullable Secret secret(SettingsSection section, String key, @Nullable String variable) {
    String text = address(section, key, variable);
    return text == null ? null : new Secret(text);
  }

  /** @param variable that is looked up where the key is left out */
  private static @Nullable String address(SettingsSection section, String key, @Nullable String variable) {
    if (section.has(key)) {
      return section.expanded(key);
    }
    String found = variable == null ? null : section.reading().variable(variable);
    if (found == null || found.isBlank()) {
      section.problem(key, variable == null ? "is missing" : "is missing, and " + variable + " is not set either");
      return null;
    }
    return found;
  }
}
