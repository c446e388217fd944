package dev.binnacle.web;

import dev.binnacle.protocol.Limits;
import dev.binnacle.web.api.Api;
import dev.binnacle.web.live.Live;
import dev.binnacle.web.security.Gate;
import dev.binnacle.web.security.HostRule;
import dev.binnacle.web.security.LoginLinks;
import dev.binnacle.web.security.Role;
import dev.binnacle.web.security.Tokens;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The API, the live sockets and the dashboard on one port.
 *
 * <p><b>Threads:</b> thread-safe.
 */
public final class WebServer implements AutoCloseable {
  private static final int MOST_THREADS = 48;
  private static final int FEWEST_THREADS = 4;
  private static final int MOST_CONNECTIONS = 6_000;
  private static final int HEADER_BYTES = 16 * 1024;
  /** Longer than a request may take, so that one that waits for the disk is not cut off. */
  private static final Duration IDLE = Duration.ofSeconds(60);

  private static final Duration IDLE_WHILE_STOPPING = Duration.ofMillis(250);

  private final Server server;
  private final ServerConnector connector;
  private final Live live;
  private final Gate gate;
  private final Api.Address address;
  private final AtomicBoolean closed = new AtomicBoolean();

  private WebServer(Server server, ServerConnector connector, Live live, Gate gate, Api.Address address) {
    this.server = server;
    this.connector = connector;
    this.live = live;
    this.gate = gate;
    this.address = address;
  }

  /**
   * Starts to listen. When this returns, requests are answered.
   *
   * @throws WebServerException if the port is taken or the host is not one of this machine
   * @throws IllegalArgumentException if the environment's token is too short
   */
  public static WebServer start(WebSettings settings, WebPorts ports) {
    InetAddress bound = resolve(settings.host());
    Gate gate =
        Gate.open(ports.access(), ports.clock(), settings.environmentToken(), settings.sessionKey(), settings.sessionLifetime());
    Server server = new Server(threads());
    ServerConnector connector = connector(server, settings);
    listen(connector, settings);
    Live live =
        Live.start(
            ports.snapshots(),
            ports.alerting().feed(),
            ports.halts().feed(),
            ports.announcements(),
            ports.intake(),
            settings.live(),
            ports.clock(),
            ports.system().startedAt(),
            gate::isStillGranted);
    Api.Address address = address(settings, bound, connector.getLocalPort());
    HostRule hosts = HostRule.of(settings.host(), bound, settings.allowedHosts(), settings.publicUrl());
    Api.install(
        server,
        new Api.Ports(ports.snapshots(), ports.history(), ports.intake(), ports.commands(), ports.configurations(),
            ports.alerting(), ports.halts(), ports.botCommands(), ports.acts(), ports.reconciliations(), ports.system(),
            ports.health(),
            live,
            live),
        gate,
        hosts,
        address,
        settings.dashboard(),
        ports.clock());
    WebServer web = new WebServer(server, connector, live, gate, address);
    try {
      server.start();
      return web;
    } catch (Exception e) {
      web.close(Duration.ofSeconds(1));
      throw new WebServerException("the web server cannot start: " + e.getMessage(), e);
    }
  }

  private static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    } catch (UnknownHostException e) {
      throw new WebServerException("server.host (--host) must be a name or an address of this machine, was " + host, e);
    }
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS);
    threads.setName("web");
    threads.setDaemon(true);
    return threads;
  }

  private static ServerConnector connector(Server server, WebSettings settings) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setUriCompliance(UriCompliance.DEFAULT);
    http.setRelativeRedirectAllowed(true);
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE.toMillis());
    connector.setShutdownIdleTimeout(IDLE_WHILE_STOPPING.toMillis());
    connector.setAcceptQueueSize(512);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
    return connector;
  }

  private static void listen(ServerConnector connector, WebSettings settings) {
    try {
      connector.open();
    } catch (Exception e) {
      throw new WebServerException(whyNot(settings, e), e);
    }
  }

  private static String whyNot(WebSettings settings, Exception cause) {
    Throwable bind = cause instanceof BindException || cause.getCause() == null ? cause : cause.getCause();
    String place = settings.host() + ":" + settings.port();
    if (String.valueOf(bind.getMessage()).toLowerCase(Locale.ROOT).contains("in use")) {
      return "cannot listen on %s: the port is taken. Stop the program that has it, or choose another port with --port"
          .formatted(place);
    }
    if (bind instanceof BindException) {
      return "cannot listen on %s: %s. Check --host and --port".formatted(place, bind.getMessage());
    }
    return "cannot listen on %s: %s".formatted(place, cause.getMessage());
  }

  private static Api.Address address(WebSettings settings, InetAddress bound, int port) {
    URI publicUrl = settings.publicUrl();
    if (publicUrl != null) {
      String origin = publicUrl.toString();
      return new Api.Address(
          port, origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin, "https".equals(publicUrl.getScheme()),
          Limits.DEFAULT.bodyBytes());
    }
    String host = bound.isAnyLocalAddress() ? "127.0.0.1" : settings.host();
    String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    return new Api.Address(port, "http://" + bracketed + ":" + port, false, Limits.DEFAULT.bodyBytes());
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Where people reach it, such as {@code http://127.0.0.1:8000}. */
  public String url() {
    return address.origin();
  }

  /** A link that lets one person in, once, within ten minutes, as an administrator. Whoever has it is let in: show it to nobody else. */
  public LoginLink issueLoginLink() {
    LoginLinks.Code code = gate.links().issue(Role.ADMIN);
    return new LoginLink(address.link(code), code.expiresAt());
  }

  /** The bearer tokens, for who makes them without HTTP. */
  public Tokens tokens() {
    return gate.tokens();
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(5));
  }

  /** Stops listening, says good-bye to the sockets, and lets requests end that are under way, until the deadline. A second call does nothing. */
  public void close(Duration deadline) {
    if (closed.getAndSet(true)) {
      return;
    }
    connector.close();
    live.close();
    server.setStopTimeout(deadline.toMillis());
    try {
      server.stop();
    } catch (Exception e) {
      throw new WebServerException("the web server did not stop in order: " + e.getMessage(), e);
    }
  }
}
