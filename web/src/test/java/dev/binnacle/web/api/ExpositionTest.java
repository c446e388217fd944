package dev.binnacle.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.binnacle.web.Site;
import dev.binnacle.web.Worlds;
import dev.binnacle.web.security.Role;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Prometheus reads, read as its text format is written down. */
final class ExpositionTest {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\"\\\\n])*\",?)*})? (NaN|[+-]?(?:Inf|[0-9.]+(?:[eE][+-]?[0-9]+)?))");

  private static final List<String> PARTS_OF_A_HISTOGRAM = List.of("_bucket", "_count", "_sum");

  private final Site site = Site.open();
  private final String viewer = site.token(Role.VIEWER);

  @AfterEach
  void close() {
    site.close();
  }

  private Map<String, String> scrape() {
    HttpResponse<String> answer = site.get("/metrics", viewer);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
    Map<String, String> samples = new HashMap<>();
    Set<String> typed = new HashSet<>();
    for (String line : answer.body().split("\n")) {
      if (line.startsWith("# TYPE ")) {
        String name = line.split(" ")[2];
        assertThat(typed.add(name)).as("one TYPE line each: %s", line).isTrue();
        if (line.endsWith(" histogram")) {
          PARTS_OF_A_HISTOGRAM.forEach(part -> typed.add(name + part));
        }
      } else if (!line.startsWith("# HELP ")) {
        Matcher matcher = SAMPLE.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        assertThat(typed).as("TYPE before %s", line).contains(matcher.group(1));
        assertThat(samples.put(line.substring(0, line.lastIndexOf(' ')), matcher.group(3))).as("one sample each: %s", line)
            .isNull();
      }
    }
    return samples;
  }

  @Test
  void botsAreThereWithWhatIsKnownOfThem() {
    Map<String, String> samples = scrape();

    assertThat(samples)
        .containsEntry("binnacle_bot_equity{bot=\"btc-trend\",currency=\"USD\"}", "12552.07")
        .containsEntry("binnacle_bot_status{bot=\"btc-trend\",status=\"online\"}", "1.0")
        .containsEntry("binnacle_bot_status{bot=\"silent\",status=\"online\"}", "0.0")
        .containsEntry("binnacle_bot_status{bot=\"silent\",status=\"offline\"}", "1.0")
        .containsEntry("binnacle_bot_open_positions{bot=\"btc-trend\"}", "1.0")
        .containsEntry("binnacle_bot_metric{bot=\"btc-trend\",metric=\"memory_usage_mb\"}", "312.5")
        .doesNotContainKey("binnacle_bot_equity{bot=\"silent\",currency=\"USD\"}");
    assertThat(Double.parseDouble(samples.getOrDefault("binnacle_bot_drawdown_ratio{bot=\"btc-trend\"}", "NaN"))).isCloseTo(-0.02,
        within(1e-9));
  }

  @Test
  void serverCountsWhatItTookAndDropped() {
    assertThat(scrape())
        .containsEntry("binnacle_events_accepted_total", "120.0")
        .containsEntry("binnacle_events_duplicate_total", "3.0")
        .containsEntry("binnacle_events_rejected_total", "2.0")
        .containsEntry("binnacle_journal_backlog_entries", "2.0")
        .containsEntry("binnacle_history_lag_seconds", "0.03")
        .containsEntry("binnacle_dropped_total{what=\"samples_late\"}", "4.0")
        .containsEntry("binnacle_sockets{kind=\"live\"}", "0.0")
        .containsEntry("binnacle_build_info{version=\"0.1.0\"}", "1");
  }

  @Test
  void requestsAreCountedByStatus() {
    site.get("/api/v1/nothing", viewer);
    site.get("/api/v1/nothing", viewer);

    assertThat(scrape()).containsEntry("binnacle_http_requests_total{status=\"4xx\"}", "2.0");
  }

  @Test
  void emptyFleetIsNoReasonToFail() {
    site.world.publish(Worlds.empty());

    assertThat(scrape()).containsKey("binnacle_ready");
  }

  @Test
  void openMetricsIsGivenToWhoAsksForIt() {
    HttpResponse<String> answer =
        site.send(site.request("/metrics", viewer).header("Accept",
            "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.3,*/*;q=0.2"));

    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
    assertThat(answer.body()).endsWith("# EOF\n");
  }

  @Test
  void healthIsOpenAndTellsNothingMore() {
    assertThat(site.send(site.request("/health/live")).body()).isEqualTo("ok\n");
    assertThat(site.send(site.request("/health/ready")).body()).isEqualTo("ready\n");

    site.world.readiness = new SystemView.Readiness(false, "the disk is full");
    HttpResponse<String> notReady = site.send(site.request("/health/ready"));

    assertThat(notReady.statusCode()).isEqualTo(503);
    assertThat(notReady.body()).isEqualTo("not ready\n");
    assertThat(site.send(site.request("/health/live")).statusCode()).isEqualTo(200);
    assertThat(Site.json(site.get("/api/v1/system", viewer)).path("reason").asString()).isEqualTo("the disk is full");
    assertThat(List.of(scrape().getOrDefault("binnacle_ready", ""))).containsExactly("0.0");
  }
}
