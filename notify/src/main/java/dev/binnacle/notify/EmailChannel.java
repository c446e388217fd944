package dev.binnacle.notify;

import dev.binnacle.notify.Limits.Rate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.simplejavamail.MailException;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.email.EmailPopulatingBuilder;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/**
 * Mails each message to all recipients, as plain text and as a page, with the chart in it. A storm becomes digests after the first few, and
 * a recipient gets no more mails in an hour than the settings say. The message's key is the mail's {@code Message-ID}, by which many
 * mailboxes drop a repeat.
 */
final class EmailChannel implements Channel {
  private static final int TIMEOUT_MILLIS = 15_000;
  private static final int LONGEST_SUBJECT = 150;
  private static final Rate BURST = Rate.of(4, Duration.ofMinutes(1));
  private static final String CHART = "chart";

  private final ChannelSettings.Email settings;
  private final Mailer mailer;
  private final Limits limits;
  private final Redaction redaction;

  EmailChannel(ChannelSettings.Email settings) {
    this(settings, TIMEOUT_MILLIS);
  }

  /** @param patience milliseconds for connecting, and for each answer of the server */
  EmailChannel(ChannelSettings.Email settings, int patience) {
    this.settings = settings;
    redaction = Redaction.of(settings.password() == null ? List.of() : List.of(settings.password()));
    limits = new Limits(List.of(BURST, Rate.of(settings.mostPerHour(), Duration.ofHours(1))), true, true);
    String password = settings.password() == null ? null : settings.password().reveal();
    mailer = MailerBuilder
        .withSMTPServer(settings.host(), settings.port(), settings.username(), password)
        .withTransportStrategy(strategy(settings.security()))
        .withSessionTimeout(patience)
        .disablingAllClientValidation(true) // it would refuse addresses that the server takes; line feeds are taken out here
        .buildMailer();
  }

  private static TransportStrategy strategy(ChannelSettings.Email.Security security) {
    return switch (security) {
      case NONE -> TransportStrategy.SMTP;
      case STARTTLS -> TransportStrategy.SMTP_TLS;
      case TLS -> TransportStrategy.SMTPS;
    };
  }

  @Override
  public Limits limits() {
    return limits;
  }

  @Override
  public Outcome send(Dispatch dispatch) {
    Email mail = mail(dispatch);
    try {
      mailer.sendMail(mail, false);
      return new Outcome.Delivered(messageId(dispatch));
    } catch (MailException e) {
      return MailFailure.outcome(e, redaction);
    }
  }

  private Email mail(Dispatch dispatch) {
    EmailPopulatingBuilder mail = EmailBuilder.startingBlank()
        .from(settings.from())
        .withSubject(subject(dispatch))
        .fixingMessageId(messageId(dispatch))
        .fixingSentDate(Date.from(dispatch.now()))
        .withPlainText(dispatch.letter().plain());
    settings.to().forEach(mail::to);
    Charts.@Nullable Picture chart = dispatch.chart();
    if (chart != null) {
      mail.withEmbeddedImage(CHART, chart.png(), "image/png");
    }
    return mail.withHTMLText(LetterHtml.of(dispatch, chart == null ? null : CHART)).buildEmail();
  }

  /** In one line: a line feed in a header would begin another header. */
  private static String subject(Dispatch dispatch) {
    String bot = dispatch.message().bot() == null ? "" : "[" + dispatch.message().bot() + "] ";
    return Pieces.shortened(bot + dispatch.message().title().replaceAll("\\p{Cntrl}+", " ").strip(), LONGEST_SUBJECT);
  }

  private static String messageId(Dispatch dispatch) {
    return "<" + Keys.fingerprint(dispatch.key()) + "@binnacle.invalid>";
  }
}
