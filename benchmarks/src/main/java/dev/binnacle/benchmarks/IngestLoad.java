package dev.binnacle.benchmarks;

import dev.binnacle.benchmarks.Report.Figure;
import dev.binnacle.benchmarks.Report.Goal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Durable events into a server over the socket, from this process into the server's, on the same cores. First as fast as the server
 * acknowledges, then at a pace; the pace is the one of the goal, or four fifths of what the server can do if that is less.
 *
 * @param links bots that send at once, each over a socket of its own
 * @param eventsInFrame events in a frame
 * @param window frames of a bot that may be under way
 * @param rate events a second of the paced run
 * @param duration of each run
 */
record IngestLoad(int links, int eventsInFrame, int window, int rate, Duration duration) {
  static final int MOST_LINKS = 8;
  private static final double ENOUGH = 100_000;
  private static final double SHARE = 0.8;

  IngestLoad {
    if (links < 1 || links > MOST_LINKS) {
      throw new IllegalArgumentException("links must be 1 to " + MOST_LINKS + ", was " + links);
    }
  }

  /** One run of all links. */
  private record Run(double rate, long busy, Histogram acknowledged, double seconds) {}

  Report run(ServerProcess.Launcher launcher) throws Exception {
    Path folder = Folders.temporary();
    try (ServerProcess server = ServerProcess.start(launcher, folder)) {
      return run(server.url(), server.pid(), folder);
    } finally {
      Folders.delete(folder);
    }
  }

  /** Against a server that runs already and knows the benchmark's bots. */
  Report run(URI server, long pid, Path folder) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient();
        ExecutorService senders = Executors.newFixedThreadPool(links)) {
      List<LoadLink> open = open(client, server);
      send(open, senders, 0, duration);
      double serverBefore = Processes.cpuSeconds(pid);
      ThreadTimes threadsBefore = ThreadTimes.of(pid);
      double ownBefore = Processes.cpuSeconds(ProcessHandle.current().pid());
      Run fastest = send(open, senders, 0, duration);
      double events = fastest.rate() * fastest.seconds();
      double serverCpu = (Processes.cpuSeconds(pid) - serverBefore) / events * 1e6;
      String byThread = ThreadTimes.of(pid).since(threadsBefore, events);
      double ownCpu = (Processes.cpuSeconds(ProcessHandle.current().pid()) - ownBefore) / events * 1e6;
      double pace = Math.min(rate, fastest.rate() * SHARE);
      Run paced = send(open, senders, pace, duration);
      double memory = Processes.residentMegabytes(pid);
      open.forEach(LoadLink::close);
      double rival = SingleCommits.rate(folder, duration.dividedBy(2));
      Report report = report(fastest, paced, pace, rival);
      report.note(
          "processor time an event: server %s µs, sender %s µs; the server's memory at the end %s MB; busy answers %d and %d"
              .formatted(
                  Report.number(serverCpu), Report.number(ownCpu), Report.number(memory * 1.048576), fastest.busy(),
                  paced.busy()));
      report.note("of the server's, by thread: " + byThread + " µs");
      return report;
    }
  }

  private List<LoadLink> open(HttpClient client, URI server) throws InterruptedException {
    List<LoadLink> open = new ArrayList<>();
    for (int bot = 0; bot < links; bot++) {
      LoadLink link = new LoadLink(client, server, bot, "load-" + System.nanoTime(), eventsInFrame, window);
      link.greet();
      open.add(link);
    }
    return open;
  }

  private Run send(List<LoadLink> open, ExecutorService senders, double eventsASecond, Duration length)
      throws InterruptedException, ExecutionException {
    long from = System.nanoTime();
    long until = from + length.toNanos();
    long interval = eventsASecond == 0 ? 0 : (long) (1e9 * eventsInFrame * links / eventsASecond);
    List<Future<LoadLink.Result>> results = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      LoadLink link = open.get(i);
      long begin = from + interval * i / open.size();
      results.add(senders.submit(() -> link.run(begin, until, interval)));
    }
    Histogram all = new Histogram(3);
    long events = 0;
    long busy = 0;
    for (Future<LoadLink.Result> result : results) {
      all.add(result.get().acknowledged());
      events += result.get().events();
      busy += result.get().busy();
    }
    double seconds = (System.nanoTime() - from) / 1e9;
    return new Run(events / seconds, busy, all, seconds);
  }

  private Report report(Run fastest, Run paced, double pace, double rival) throws IOException, SQLException {
    Report report =
        new Report("Ingest over the socket, %d bots, frames of %d events, at most %d under way a bot".formatted(links,
            eventsInFrame, window));
    report.row(
        "events acknowledged, as fast as it goes",
        perSecond(fastest.rate()),
        "one commit an event",
        perSecond(rival),
        new Goal.AtLeast(ENOUGH, "100,000/s"));
    acknowledgements(report, "  acknowledgement p", fastest, false);
    report.row("events acknowledged, at a pace of " + Report.number(pace) + "/s", perSecond(paced.rate()), null);
    acknowledgements(report, "  acknowledgement p", paced, true);
    return report;
  }

  private static void acknowledgements(Report report, String what, Run run, boolean judged) {
    report.row(what + "50", millis(run, 50), null);
    report.row(what + "99", millis(run, 99), judged ? new Goal.AtMost(100, "100 ms") : null);
    report.row(what + "99.9", millis(run, 99.9), null);
  }

  private static Figure perSecond(double rate) {
    return new Figure(rate, "/s");
  }

  private static Figure millis(Run run, double percentile) {
    return new Figure(run.acknowledged().getValueAtPercentile(percentile) / 1e6, "ms");
  }
}
