package dev.binnacle.benchmarks;

import dev.binnacle.benchmarks.Report.Figure;
import dev.binnacle.benchmarks.Report.Goal;
import dev.binnacle.client.Monitor;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * From a bot's call that says what has happened to the last byte of the webhook's body: through the client's spool and link, the engine, the
 * journal's disk, the outbox and the channel. First with nothing else to do, then beside other bots' events; and Prometheus with Alertmanager
 * on the same faults, where both are installed.
 *
 * @param alerts of each run, each of another fault
 * @param pace of the alerts, a second. One that does not divide a second evenly meets the load's frames in every phase of theirs
 * @param rate of the other bots' events, a second
 * @param warmUp alerts before that are not counted
 * @param rival whether Prometheus is looked for
 */
record AlertLoad(int alerts, int pace, int rate, int warmUp, boolean rival) {
  private static final int ALERTING = 0;
  private static final int[] LOADING = {1, 2};
  private static final int FRAME = 100;
  private static final int WINDOW = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  /** What the load has left to be written is written, and what it has made hot is compiled. */
  private static final Duration SETTLING = Duration.ofSeconds(10);

  AlertLoad {
    if (alerts < 1 || pace < 1 || pace > 100 || rate < LOADING.length * FRAME || warmUp < 0 || warmUp + 2 * alerts > 5_000) {
      throw new IllegalArgumentException(
          "alerts must be 1 or more, at most 5000 with twice those of the warm-up; the pace 1 to 100 and the rate "
              + LOADING.length * FRAME + " or more a second");
    }
  }

  /** A run, and how many events a second were acknowledged beside it. */
  private record Loaded(AlertTimes times, double rate, double serverCpu) {}

  Report run(ServerProcess.Launcher launcher) throws Exception {
    Path folder = Folders.temporary();
    try (HookReceiver hook = new HookReceiver()) {
      AlertTimes cold;
      AlertTimes quiet;
      Loaded loaded;
      try (ServerProcess server = ServerProcess.start(launcher, folder, settings(hook));
          Monitor bot = bot(server, folder);
          HttpClient client = HttpClient.newHttpClient()) {
        List<LoadLink> links = links(client, server);
        try {
          cold = beside(links, "cold", warmUp, bot, server, hook).times;
          Thread.sleep(SETTLING);
          quiet = measure("quiet", alerts, bot, hook);
          loaded = beside(links, "loaded", alerts, bot, server, hook);
        } finally {
          links.forEach(LoadLink::close); // else the client would wait for them
        }
      }
      Optional<AlertTimes> theirs = rival ? PrometheusRival.measure(folder, hook, alerts, pace) : Optional.empty();
      return report(cold, quiet, loaded, theirs);
    } finally {
      Folders.delete(folder);
    }
  }

  /** Nobody wants 20,000 messages a second of trades: the channels that are there by themselves tell alerts and errors alone. */
  private static String settings(HookReceiver hook) {
    return """
        channels:
          hook: { type: webhook, url: "%s", bots: [%s] }
          console: { type: console, events: [error] }
          log: { type: log, events: [error] }
          dashboard: { type: dashboard, events: [error] }
        rules:
          - { name: fault, happened: custom, named: "fault-*", lasts: 1h, level: critical }
        """.formatted(hook.uri(), ServerProcess.bot(ALERTING));
  }

  private static Monitor bot(ServerProcess server, Path folder) {
    return Monitor.builder(ServerProcess.bot(ALERTING), server.url(), ServerProcess.token(ALERTING))
        .spoolDirectory(folder.resolve("spool"))
        .connect();
  }

  private static List<LoadLink> links(HttpClient client, ServerProcess server) throws InterruptedException {
    List<LoadLink> links = new ArrayList<>();
    for (int bot : LOADING) {
      LoadLink link = new LoadLink(client, server.url(), bot, "load-" + System.nanoTime(), FRAME, WINDOW);
      link.greet();
      links.add(link);
    }
    return links;
  }

  private AlertTimes measure(String phase, int count, Monitor bot, HookReceiver hook) {
    return AlertTimes.measure(phase, count, pace, fault -> bot.custom(fault, Map.of()), hook, PATIENCE).whole("Binnacle");
  }

  private Loaded beside(
      List<LoadLink> links, String phase, int count, Monitor bot, ServerProcess server, HookReceiver hook) throws Exception {
    long interval = (long) (1e9 * FRAME * links.size() / rate);
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService senders = Executors.newFixedThreadPool(links.size())) {
      double cpuBefore = Processes.cpuSeconds(server.pid());
      long begun = System.nanoTime();
      List<Future<LoadLink.Result>> results = new ArrayList<>();
      for (int i = 0; i < links.size(); i++) {
        LoadLink link = links.get(i);
        long from = begun + interval * i / links.size();
        results.add(senders.submit(() -> link.run(from, over::get, interval)));
      }
      AlertTimes times;
      try {
        times = measure(phase, count, bot, hook);
      } finally {
        over.set(true);
      }
      long events = 0;
      for (Future<LoadLink.Result> result : results) {
        events += result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).events();
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      return new Loaded(times, events / seconds, (Processes.cpuSeconds(server.pid()) - cpuBefore) / seconds);
    }
  }

  private Report report(AlertTimes cold, AlertTimes quiet, Loaded loaded, Optional<AlertTimes> theirs) throws IOException {
    Report report = new Report("From an event to its webhook, %,d alerts at %d/s".formatted(alerts, pace));
    rows(report, "nothing else to do", quiet, theirs, false);
    rows(report, "beside %s events/s".formatted(Report.number(loaded.rate)), loaded.times, theirs, true);
    report.row("lost, of both", new Figure((double) quiet.lost() + loaded.times.lost(), "alerts"), new Goal.AtMost(0, "0"));
    report.row(
        "told twice, of both", new Figure((double) quiet.doubled() + loaded.times.doubled(), "alerts"), new Goal.AtMost(0, "0"));
    report.note(
        "the first %d alerts of the server's life, beside the same events: p50 %s, p99 %s ms; the server used %s of a core beside the load"
            .formatted(warmUp, Report.number(cold.millis(50)), Report.number(cold.millis(99)), Report.number(loaded.serverCpu)));
    report.note(theirs.isPresent()
        ? "Prometheus scrapes and evaluates once a second, Alertmanager groups each alert by itself and waits 0 s; both without the events beside"
        : "Prometheus and Alertmanager were not measured: both commands must be on the PATH (Debian: prometheus, prometheus-alertmanager)");
    return report;
  }

  private static void rows(Report report, String when, AlertTimes ours, Optional<AlertTimes> theirs, boolean judged) {
    row(report, when + ": p50", 50, ours, theirs, null);
    row(report, when + ": p99", 99, ours, theirs, judged ? new Goal.AtMost(10, "10 ms") : null);
    row(report, when + ": maximum", 100, ours, theirs, null);
  }

  private static void row(
      Report report, String what, double percentile, AlertTimes ours, Optional<AlertTimes> theirs,
      @Nullable Goal goal) {
    Figure figure = new Figure(ours.millis(percentile), "ms");
    if (theirs.isPresent()) {
      report.row(what, figure, "Prometheus", new Figure(theirs.get().millis(percentile), "ms"), goal);
    } else {
      report.row(what, figure, goal);
    }
  }
}
