package dev.binnacle.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetupTest;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.Level;
import dev.binnacle.notify.ChannelSettings.Email.Security;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EmailChannelTest {
  private final GreenMail server = new GreenMail(ServerSetupTest.SMTP.dynamicPort());

  @BeforeEach
  void start() {
    server.start();
    server.setUser("ann@example.org", "ann", "right-password");
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private Channel channel(int port, @Nullable String password) {
    return Channels.email(
        new ChannelSettings.Email(
            new ChannelName("mail"), Samples.policy(), "127.0.0.1", port, Security.NONE, password == null ? null : "ann",
            password == null ? null : new Secret(password), "binnacle@example.org", List.of("ann@example.org", "bob@example.org"),
            60));
  }

  private static Dispatch dispatch(Message message, Charts.@Nullable Picture chart) {
    return new Dispatch("n1:mail", message, false, false, 1, 0, chart, Samples.UTC, Samples.NOW);
  }

  @Test
  void bothRecipientsGetPlainTextAPageAndTheChart() throws MessagingException, InterruptedException {
    Message message = Samples.alertMessage("n1", "a", Level.CRITICAL, Samples.NOW);
    Charts.Picture chart = new Charts.Picture("e.png", new byte[] {(byte) 0x89, 'P', 'N', 'G'}, "equity <of> btc");

    Outcome outcome = channel(server.getSmtp().getPort(), null).send(dispatch(message, chart));

    assertThat(outcome).isInstanceOf(Outcome.Delivered.class);
    MimeMessage[] mails = server.getReceivedMessages();
    assertThat(mails).hasSize(2);
    assertThat(mails[0].getSubject()).isEqualTo("[bot-a] CRITICAL: drawdown on bot-a");
    String body = GreenMailUtil.getWholeMessage(mails[0]).replace("=\r\n", ""); // soft breaks of quoted-printable
    assertThat(body).contains("multipart/alternative", "text/plain", "text/html", "image/png", "Threshold: -10.00%",
        "equity &lt;of&gt; btc");
  }

  @Test
  void whatABotSaysCannotAddAHeaderOrMarkup() throws MessagingException, InterruptedException {
    Message message = Message.of("e1", EventKind.ERROR, Level.WARNING, null, Samples.NOW, "Error\r\nBcc: eve@example.org")
        .withText("<script>alert(1)</script>");

    assertThat(channel(server.getSmtp().getPort(), null).send(dispatch(message, null))).isInstanceOf(Outcome.Delivered.class);

    MimeMessage mail = server.getReceivedMessages()[0];
    assertThat(mail.getSubject()).isEqualTo("Error Bcc: eve@example.org");
    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(GreenMailUtil.getWholeMessage(mail)).contains("&lt;script&gt;");
    assertThat(server.getReceivedMessages()).hasSize(2);
  }

  @Test
  void aWrongPasswordBreaksTheChannelAndIsNotTold() throws InterruptedException {
    Outcome outcome =
        channel(server.getSmtp().getPort(), "wrong-password")
            .send(dispatch(Samples.alertMessage("n", "a", Level.INFO, Samples.NOW), null));

    assertThat(outcome).isInstanceOf(Outcome.Broken.class);
    assertThat(outcome.toString()).doesNotContain("wrong-password");
  }

  /** The library trusts every certificate unless it is told not to: a password would go to whoever stands between. */
  @Test
  void aServerThatCannotProveWhoItIsGetsNothing() throws InterruptedException {
    GreenMail selfSigned = new GreenMail(ServerSetupTest.SMTPS.dynamicPort());
    selfSigned.start();
    try {
      ChannelSettings.Email settings = new ChannelSettings.Email(
          new ChannelName("mail"), Samples.policy(), "127.0.0.1", selfSigned.getSmtps().getPort(), Security.TLS, "ann",
          new Secret("right-password"), "binnacle@example.org", List.of("ann@example.org"), 60);

      Outcome outcome = Channels.email(settings).send(dispatch(Samples.alertMessage("n", "a", Level.INFO, Samples.NOW), null));

      assertThat(outcome).isInstanceOfSatisfying(Outcome.Later.class, later -> assertThat(later.counted()).isFalse());
      assertThat(selfSigned.getReceivedMessages()).isEmpty();
    } finally {
      selfSigned.stop();
    }
  }

  @Test
  void withoutAServerItIsTriedLaterAndNotCounted() throws InterruptedException, IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }

    Outcome outcome = channel(closed, null).send(dispatch(Samples.alertMessage("n", "a", Level.INFO, Samples.NOW), null));

    assertThat(outcome).isInstanceOfSatisfying(Outcome.Later.class, later -> assertThat(later.counted()).isFalse());
  }
}
