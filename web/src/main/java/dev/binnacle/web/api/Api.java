package dev.binnacle.web.api;

import dev.binnacle.web.security.Gate;
import dev.binnacle.web.security.HostRule;
import dev.binnacle.web.security.LoginLinks;
import dev.binnacle.web.view.HistoryView;
import dev.binnacle.web.view.Snapshots;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;

/**
 * The API put together. The front door of this package.
 *
 * <p><b>Threads:</b> thread-safe once it is installed.
 */
public final class Api {
  private static final String DASHBOARD = "ui";

  private final RouteTable table;

  private Api(RouteTable table) {
    this.table = table;
  }

  /** What the API asks of others. */
  public record Ports(
      Snapshots snapshots, HistoryView history, EventIntake intake, Commands commands,
      Configurations configurations, Alerting alerting, Halts halts, BotCommands botCommands, Acts acts,
      Reconciliations reconciliations, SystemView system,
      HealthCheck health, Sockets sockets,
      LiveStats live) {}

  /**
   * @param port by which people reach the server; names the session's cookie
   * @param origin where people reach it, without a slash at its end
   * @param https whether they come by https
   * @param mostBodyBytes in one request with events, as it is sent
   */
  public record Address(int port, String origin, boolean https, int mostBodyBytes) {
    /** The link of a code. What stands behind the {@code #} stays in the browser. */
    public String link(LoginLinks.Code code) {
      return origin + "/login#code=" + code.secret().reveal();
    }
  }

  /**
   * Makes the server answer by the API's routes and with the dashboard, and by nothing else.
   *
   * @param dashboard whether its pages are there
   */
  public static Api install(
      Server server, Ports ports, Gate gate, HostRule hosts, Address address, boolean dashboard, InstantSource clock) {
    HttpCounts counts = new HttpCounts();
    Cookies cookies = Cookies.of(address.port(), address.https());
    OpenApiDocument document = new OpenApiDocument(ports.system().version());
    RouteTable table = new RouteTable(routes(ports, gate, cookies, address, clock, counts, document));
    document.routes = table.routes();
    ApiHandler handler =
        new ApiHandler(
            table,
            new Guard(gate, hosts, cookies.name()),
            dashboard ? new StaticFiles(Api.class.getClassLoader(), DASHBOARD) : StaticFiles.LEFT_OUT,
            new Upgrades(server),
            counts,
            new LogBudget(clock));
    server.setHandler(handler);
    server.setErrorHandler(new ProblemErrorHandler(counts));
    return new Api(table);
  }

  private static List<Route> routes(
      Ports ports, Gate gate, Cookies cookies, Address address, InstantSource clock, HttpCounts counts,
      Supplier<byte[]> document) {
    Present present = new Present(ports.snapshots(), clock);
    Past past = new Past(ports.history());
    SocketRoutes sockets = new SocketRoutes(ports.sockets());
    Exposition exposition = new Exposition(ports.snapshots(), ports.alerting(), ports.system(), ports.live(), counts);
    return Stream.of(
        new FleetRoutes(present, ports.commands()).routes(),
        new PastRoutes(present, past).routes(),
        new EventRoutes(ports.intake(), present, address.mostBodyBytes(), sockets::link).routes(),
        new ConfigRoutes(ports.configurations(), past).routes(),
        new AlertRoutes(ports.alerting(), past, clock).routes(),
        new SilenceRoutes(ports.alerting(), clock).routes(),
        new HaltRoutes(ports.halts(), present, past).routes(),
        new TriggerRoutes(ports.halts(), present).routes(),
        new CommandRoutes(ports.botCommands(), present).routes(),
        new ActRoutes(ports.acts(), present).routes(),
        new ReconciliationRoutes(ports.reconciliations(), present).routes(),
        new RuleRoutes(ports.alerting(), present).routes(),
        new NotificationRoutes(ports.alerting().notifications(), past).routes(),
        new PushRoutes(ports.alerting().push(), past).routes(),
        new PlainRoutes(present, past, ports.system().startedAt()).routes(),
        sockets.routes(),
        new AccessRoutes(gate, present, address::link, cookies.ending()).routes(),
        new LoginRoutes(gate, cookies).routes(),
        new HealthRoutes(ports.health()).routes(),
        new SystemRoutes(ports.system(), ports.live(), exposition, present, document).routes())
        .flatMap(List::stream)
        .toList();
  }

  RouteTable table() {
    return table;
  }

  /** Made when it is first asked for, and kept: it does not change while the server runs. */
  private static final class OpenApiDocument implements Supplier<byte[]> {
    private final String version;
    private volatile List<Route> routes = List.of();
    private byte[] bytes = new byte[0];

    OpenApiDocument(String version) {
      this.version = version;
    }

    @Override
    public synchronized byte[] get() {
      if (bytes.length == 0) {
        bytes = OpenApi.document(routes, version);
      }
      return bytes;
    }
  }
}
