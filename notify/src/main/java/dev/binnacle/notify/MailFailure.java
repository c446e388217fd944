package dev.binnacle.notify;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.util.MailConnectException;

/**
 * What a failure of sending mail means. An answer of the server is an answer, whatever it says: 4yz later, 5yz never (RFC 5321, 4.2.1). Where
 * the connection ended without one, the mail may have been taken.
 */
final class MailFailure {
  private static final int DEEPEST = 20;

  private MailFailure() {}

  static Outcome outcome(Throwable failure, Redaction redaction) {
    List<Throwable> chain = chain(failure);
    String why = redaction.clean(words(chain));
    for (Throwable cause : chain) {
      switch (cause) {
        case AuthenticationFailedException _ -> {
          return new Outcome.Broken("the mail server does not take the user name and password: " + why);
        }
        case MailConnectException _,ConnectException _,UnknownHostException _ -> {
          return new Outcome.Later(null, "no connection to the mail server: " + why, false);
        }
        case SSLHandshakeException _ -> {
          return new Outcome.Later(null, "no secure connection to the mail server: " + why, false);
        }
        case SMTPAddressFailedException address -> {
          return answered(address.getReturnCode(), why, "a recipient is refused: ");
        }
        case SMTPSenderFailedException sender -> {
          return answered(sender.getReturnCode(), why, "the sender is refused: ");
        }
        case SMTPSendFailedException send when send.getReturnCode() >= 400 -> {
          return answered(send.getReturnCode(), why, "");
        }
        default -> {
          // deeper causes may say more
        }
      }
    }
    boolean timedOut = chain.stream().anyMatch(SocketTimeoutException.class::isInstance);
    return new Outcome.Unknown(timedOut ? "the mail server has not answered in time" : "sending mail broke off: " + why);
  }

  private static Outcome answered(int code, String why, String what) {
    if (code >= 500) {
      // A refused address or sender is not this message's fault: the next one would fare no better.
      return what.isEmpty() ? new Outcome.Refused(why) : new Outcome.Broken(what + why);
    }
    return new Outcome.Later(null, what + why, true);
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    collect(failure, chain);
    return chain;
  }

  private static void collect(Throwable failure, List<Throwable> chain) {
    if (chain.size() >= DEEPEST || chain.contains(failure)) {
      return;
    }
    chain.add(failure);
    if (failure instanceof MessagingException messaging && messaging.getNextException() != null) {
      collect(messaging.getNextException(), chain);
    }
    if (failure.getCause() != null) {
      collect(failure.getCause(), chain);
    }
  }

  /** The deepest cause with a message says it best. */
  private static String words(List<Throwable> chain) {
    String words = chain.getFirst().getClass().getSimpleName();
    for (Throwable cause : chain) {
      if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
        words = cause.getMessage();
      }
    }
    return words;
  }
}
