package dev.binnacle.notify;

import java.io.PrintStream;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.SSLSocketFactory;

/** Opens the channels that need nothing but their settings. None of these throws for what a service does. */
public final class Channels {
  private static final Duration WEBHOOK_LIMIT = Duration.ofSeconds(10);

  private Channels() {}

  /** @param out where it prints */
  public static Channel console(ChannelSettings.Console settings, PrintStream out) {
    return new ConsoleChannel(out, settings.colour());
  }

  /** By SLF4J, under {@code binnacle.alerts}. */
  public static Channel log() {
    return new LogChannel();
  }

  /** Marks messages as delivered: the dashboard reads the outbox itself. */
  public static Channel dashboard() {
    return new DashboardChannel();
  }

  /** By SMTP. */
  public static Channel email(ChannelSettings.Email settings) {
    return new EmailChannel(settings);
  }

  public static Channel webhook(ChannelSettings.Webhook settings, InstantSource clock) {
    Redaction redaction = WebhookChannel.redaction(settings);
    GuardedHttp http = new GuardedHttp(
        new AddressGuard(InetAddress::getAllByName), WEBHOOK_LIMIT, redaction, (SSLSocketFactory) SSLSocketFactory.getDefault(),
        GuardedHttp.KEPT);
    return new WebhookChannel(settings, http, redaction, clock);
  }
}
