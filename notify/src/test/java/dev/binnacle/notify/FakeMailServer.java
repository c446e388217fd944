package dev.binnacle.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * As much of SMTP (RFC 5321) as a mail takes, with the answers of its section 4.2.3 where something goes wrong. Whoever sends must say who he
 * is first, by AUTH PLAIN (RFC 4954 and RFC 4616).
 */
final class FakeMailServer implements AutoCloseable {
  final List<String> taken = new CopyOnWriteArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);
  /** How what AUTH PLAIN says ends. */
  private final String known;
  private final String password;
  private volatile ServerSocket socket;
  private volatile @Nullable Fault fault;

  enum Fault {
    /** 451 to MAIL: local error in processing. */
    LATER,
    /** 452 to the end of DATA: insufficient system storage. */
    FULL,
    /** 554 to the end of DATA: transaction failed. */
    REFUSED,
    /** 552 to the end of DATA: the message is larger than the server takes (RFC 1870, section 4). */
    TOO_LARGE,
    /** 535 to AUTH: no such user or password (RFC 4954, section 6). */
    STRANGER,
    /** 550 to RCPT: mailbox unavailable. */
    NOBODY,
    DROPS_AT_DATA,
    DROPS_AFTER_TAKING,
    SILENT_AFTER_TAKING
  }

  /** Takes mail from this user alone. */
  FakeMailServer(String user, String password) {
    this.known = "\0" + user + "\0" + password;
    this.password = password;
    socket = listen(0);
  }

  /** What AUTH PLAIN says of a user who acts for himself: RFC 4616, section 2. */
  static String plain(String user, String password) {
    String said = user + "\0" + user + "\0" + password;
    return Base64.getEncoder().encodeToString(said.getBytes(StandardCharsets.UTF_8));
  }

  int port() {
    return socket.getLocalPort();
  }

  void arrange(@Nullable Fault next) {
    fault = next;
  }

  void goAway() throws IOException {
    socket.close();
  }

  void comeBack() {
    if (socket.isClosed()) {
      socket = listen(socket.getLocalPort());
    }
  }

  private ServerSocket listen(int port) {
    try {
      ServerSocket fresh = new ServerSocket();
      fresh.setReuseAddress(true);
      fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      Thread.ofVirtual().start(() -> accept(fresh));
      return fresh;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void accept(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        PrintWriter out = new PrintWriter(client.getOutputStream(), false, StandardCharsets.UTF_8)) {
      say(out, "220 fake ESMTP");
      boolean trusted = false;
      for (String line = in.readLine(); line != null && talk(line, trusted, in, out); line = in.readLine()) {
        trusted |= isKnown(line);
      }
    } catch (IOException e) {
      // the client is gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isKnown(String line) {
    String auth = "AUTH PLAIN ";
    return line.startsWith(auth) && fault != Fault.STRANGER
        && new String(Base64.getDecoder().decode(line.substring(auth.length())), StandardCharsets.UTF_8).endsWith(known);
  }

  private boolean talk(String line, boolean trusted, BufferedReader in, PrintWriter out)
      throws IOException, InterruptedException {
    String verb = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
    switch (verb) {
      case "EHLO" -> say(out, "250-fake\r\n250 AUTH PLAIN");
      // A server may well repeat what it was told.
      case "AUTH" -> say(out, isKnown(line) ? "235 2.7.0 welcome" : "535 5.7.8 nobody has the password " + password);
      case "MAIL" ->
          say(out, !trusted ? "530 5.7.0 who are you" : fault == Fault.LATER ? "451 4.3.0 local error in processing" : "250 ok");
      case "RCPT" -> say(out, fault == Fault.NOBODY ? "550 5.1.1 mailbox unavailable" : "250 ok");
      case "DATA" -> {
        return data(in, out);
      }
      case "QUIT" -> {
        say(out, "221 bye");
        return false;
      }
      default -> say(out, "250 fake");
    }
    return true;
  }

  private boolean data(BufferedReader in, PrintWriter out) throws IOException, InterruptedException {
    if (fault == Fault.DROPS_AT_DATA) {
      return false;
    }
    say(out, "354 go on");
    StringBuilder mail = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      mail.append(line.endsWith("=") ? line.substring(0, line.length() - 1) : line + "\n"); // soft breaks of quoted-printable
    }
    String refusal = refusal();
    if (refusal != null) {
      say(out, refusal);
      return true;
    }
    taken.add(mail.toString());
    if (fault == Fault.SILENT_AFTER_TAKING) {
      never.await();
    }
    if (fault == Fault.DROPS_AFTER_TAKING) {
      return false;
    }
    say(out, "250 taken");
    return true;
  }

  private @Nullable String refusal() {
    Fault now = fault;
    return switch (now) {
      case FULL -> "452 4.3.1 insufficient system storage";
      case REFUSED -> "554 5.6.0 transaction failed";
      case TOO_LARGE -> "552 5.3.4 message size exceeds fixed maximum message size";
      case null, default -> null;
    };
  }

  private static void say(PrintWriter out, String line) {
    out.print(line + "\r\n");
    out.flush();
  }

  @Override
  public void close() throws IOException {
    never.countDown();
    socket.close();
  }
}
