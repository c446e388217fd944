package dev.binnacle.notify;

import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A channel as the settings say it. What must not be seen is a {@link Secret}; addresses with a token in them are such. */
public sealed interface ChannelSettings {
  ChannelName name();

  ChannelPolicy policy();

  /** The word for this kind of channel, such as {@code telegram}. */
  default String type() {
    return switch (this) {
      case Console _ -> "console";
      case Log _ -> "log";
      case Dashboard _ -> "dashboard";
      case Email _ -> "email";
      case Webhook _ -> "webhook";
      case Telegram _ -> "telegram";
      case Discord _ -> "discord";
      case Slack _ -> "slack";
      case Sms _ -> "sms";
      case WebPush _ -> "webpush";
    };
  }

  /** The server's own terminal. {@code colour} marks levels with ANSI colours. */
  record Console(ChannelName name, ChannelPolicy policy, boolean colour) implements ChannelSettings {}

  /** The server's log, under the logger {@code binnacle.alerts}. */
  record Log(ChannelName name, ChannelPolicy policy) implements ChannelSettings {}

  /** The dashboard shows every message anyway; as a channel it says which of them a person is to be shown at once. */
  record Dashboard(ChannelName name, ChannelPolicy policy) implements ChannelSettings {}

  /**
   * @param username null to send without signing in
   * @param to 1 or more addresses
   * @param mostPerHour how many mails a recipient gets in an hour at most; what exceeds it waits and comes as one digest
   */
  record Email(
      ChannelName name,
      ChannelPolicy policy,
      String host,
      int port,
      Security security,
      @Nullable String username,
      @Nullable Secret password,
      String from,
      List<String> to,
      int mostPerHour)
      implements ChannelSettings {
    public Email {
      to = List.copyOf(to);
      require(!to.isEmpty() && to.size() <= 50, "to must name 1 to 50 addresses, had " + to.size());
      require(port >= 1 && port <= 65_535, "port must be 1 to 65535, was " + port);
      require(mostPerHour >= 1, "most-per-hour must be 1 or more, was " + mostPerHour);
      require((username == null) == (password == null), "username and password must be given together");
    }

    /** How the connection is kept from being read. */
    public enum Security {
      /** Not at all; for a relay on this machine. */
      NONE,
      STARTTLS,
      TLS
    }
  }

  /**
   * @param url where to; may hold a token
   * @param signingKey of the HMAC-SHA256 signature; null to send without one
   * @param headers further headers, such as {@code Authorization}
   */
  record Webhook(
      ChannelName name, ChannelPolicy policy, Secret url, @Nullable Secret signingKey, Format format, Map<String, Secret> headers)
      implements ChannelSettings {
    public Webhook {
      headers = Map.copyOf(headers);
    }

    /** Which body is sent. */
    public enum Format {
      BINNACLE,
      /** Version 4 of Alertmanager's webhook; alerts only. */
      ALERTMANAGER
    }
  }

  /**
   * @param chat an id, or {@code @channel}
   * @param topic of a forum; null for none
   * @param api the service's address, for a Bot API server of one's own
   * @param commands whether it listens to commands
   * @param users who may give commands
   */
  record Telegram(
      ChannelName name,
      ChannelPolicy policy,
      Secret token,
      String chat,
      @Nullable Integer topic,
      URI api,
      boolean commands,
      List<User> users)
      implements ChannelSettings {
    public static final URI API = URI.create("https://api.telegram.org");

    public Telegram {
      users = List.copyOf(users);
    }

    /**
     * @param id Telegram's number for the person
     * @param operator under which what they do is recorded
     * @param role which commands are taken
     */
    public record User(long id, String operator, Role role) {}
  }

  /**
   * @param levels how alerts of a level look; a level that is not named looks as usual
   * @param events how other events look; goes before {@code usual}
   */
  record Discord(
      ChannelName name, ChannelPolicy policy, Secret url, Look usual, Map<Level, Look> levels, Map<EventKind, Look> events)
      implements ChannelSettings {
    public Discord {
      levels = Map.copyOf(levels);
      events = Map.copyOf(events);
    }

    /**
     * @param username null for the webhook's own
     * @param avatar null for the webhook's own
     * @param colour 0xRRGGBB; null for the usual one
     */
    public record Look(@Nullable String username, @Nullable URI avatar, @Nullable Integer colour) {
      public static final Look USUAL = new Look(null, null, null);
    }
  }

  /** An incoming webhook of Slack, or of what speaks like it. */
  record Slack(ChannelName name, ChannelPolicy policy, Secret url) implements ChannelSettings {}

  /**
   * A gateway that speaks as Twilio does.
   *
   * @param api such as {@code https://api.twilio.com}
   * @param mostPerDay messages to each number, since each costs money
   */
  record Sms(
      ChannelName name, ChannelPolicy policy, URI api, String account, Secret token, String from, List<String> to, int mostPerDay)
      implements ChannelSettings {
    public Sms {
      to = List.copyOf(to);
      require(!to.isEmpty() && to.size() <= 20, "to must name 1 to 20 numbers, had " + to.size());
      require(mostPerDay >= 1, "most-per-day must be 1 or more, was " + mostPerDay);
    }
  }

  /**
   * Pages that people have installed, told while they are closed.
   *
   * @param contact how a push service reaches who runs this, {@code mailto:…} or {@code https://…}
   * @param publicKey of the VAPID pair, base64url of the uncompressed point; null, with the private one, for a pair that is made and kept
   * @param privateKey base64url of the number
   * @param services origins of push services besides those of the browsers' vendors, such as {@code https://push.example.org}
   */
  record WebPush(
      ChannelName name, ChannelPolicy policy, String contact, @Nullable String publicKey, @Nullable Secret privateKey,
      List<URI> services) implements ChannelSettings {
    public WebPush {
      services = List.copyOf(services);
      require((publicKey == null) == (privateKey == null), "public-key and private-key are set both, or neither");
    }
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
