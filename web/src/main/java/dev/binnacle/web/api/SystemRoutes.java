package dev.binnacle.web.api;

import dev.binnacle.web.api.SystemView.Storage;
import dev.binnacle.web.security.Access;
import dev.binnacle.web.view.Shape;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the server itself is, for people, for Prometheus and for whoever restarts what has died. */
final class SystemRoutes {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String OPEN_METRICS = "application/openmetrics-text";

  private record Report(
      String version,
      Instant startedAt,
      Instant now,
      SystemView.Readiness readiness,
      Storage storage,
      Map<String, Long> dropped,
      SystemView.@Nullable SettingsState settings,
      LiveStats live,
      long heapUsed,
      long heapMax) {}

  private static final Shape<Storage> STORAGE =
      Shape.<Storage>object("Storage", "How the storage fares")
          .count("journal_backlog", Storage::journalBacklog)
          .note("entries that wait to be written")
          .count("history_lag_ms", storage -> storage.historyLag().toMillis())
          .count("bytes", Storage::bytes)
          .count("series", Storage::series)
          .shape();

  private static final Shape<LiveStats> SOCKETS =
      Shape.<LiveStats>object("Sockets", "How the open sockets fare")
          .count("live", LiveStats::liveSockets)
          .count("links", LiveStats::linkSockets)
          .count("frames_sent", LiveStats::framesSent)
          .count("frames_dropped", LiveStats::framesDropped)
          .count("announcements_dropped", LiveStats::announcementsDropped)
          .count("cut", LiveStats::socketsCut)
          .shape();

  private static final Shape<SystemView.SettingsState> SETTINGS =
      Shape.<SystemView.SettingsState>object("SettingsState", "How the settings file is followed")
          .text("file", SystemView.SettingsState::file)
          .countOrNull("version", SystemView.SettingsState::version)
          .note("1 at the start, and one more with every change that was taken")
          .text("status", SystemView.SettingsState::status)
          .note("opening, active, degraded, refusing or source_missing")
          .textOrNull("reason", SystemView.SettingsState::reason)
          .list("restart_needed", Shape.<String>text(key -> key), SystemView.SettingsState::restartNeeded)
          .note("keys that the file says otherwise than the server runs with")
          .timeOrNull("last_reload", SystemView.SettingsState::lastReload)
          .count("refusals", SystemView.SettingsState::refusals)
          .shape();

  private static final Shape<Report> SYSTEM =
      Shape.<Report>object("System", "How the server itself is")
          .text("version", Report::version)
          .flag("ready", report -> report.readiness().ready())
          .text("reason", report -> report.readiness().reason())
          .time("started_at", Report::startedAt)
          .time("at", Report::now)
          .count("uptime_seconds", report -> Duration.between(report.startedAt(), report.now()).toSeconds())
          .child("storage", STORAGE, Report::storage)
          .child("sockets", SOCKETS, Report::live)
          .map("dropped", Shape.<Long>number(), Report::dropped)
          .note("what was dropped or shed, by what and why")
          .childOrNull("settings", SETTINGS, Report::settings)
          .note("null when the server was started without a file")
          .count("heap_used_bytes", Report::heapUsed)
          .count("heap_max_bytes", Report::heapMax)
          .shape();

  private final SystemView system;
  private final LiveStats live;
  private final Exposition exposition;
  private final Present present;
  private final Supplier<byte[]> openApi;

  SystemRoutes(SystemView system, LiveStats live, Exposition exposition, Present present, Supplier<byte[]> openApi) {
    this.system = system;
    this.live = live;
    this.exposition = exposition;
    this.present = present;
    this.openApi = openApi;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/system", Access.VIEWER, "How the server itself is").to(SYSTEM, ask -> report()),
        Route.get("/api/v1/openapi.json", Access.SIGNED_IN, "This document")
            .answers(200, Reply.JSON, "OpenAPI 3.1", null)
            .toReply(ask -> new Reply(200, Reply.JSON, openApi.get(), Map.of(), Reply.Caching.REVALIDATED)),
        Route.get("/metrics", Access.VIEWER, "Figures for Prometheus")
            .answers(200, TEXT, "Prometheus text", null)
            .answers(200, OPEN_METRICS, "OpenMetrics text", null)
            .toReply(ask -> exposition.page(ask.prefers(OPEN_METRICS))),
        Route.get("/health/live", Access.OPEN, "Whether the process answers")
            .answers(200, TEXT, "ok", null)
            .toReply(ask -> Reply.text(200, TEXT, "ok\n", Reply.Caching.NEVER)),
        Route.get("/health/ready", Access.OPEN, "Whether the server does its work")
            .answers(200, TEXT, "ready", null)
            .answers(503, TEXT, "not ready, and nothing more: the reason is in /api/v1/system", null)
            .toReply(ask -> ready()));
  }

  private Reply ready() {
    // Why it is not is for those who are known.
    boolean ready = system.readiness().ready();
    return Reply.text(ready ? 200 : 503, TEXT, ready ? "ready\n" : "not ready\n", Reply.Caching.NEVER);
  }

  private Report report() {
    Runtime runtime = Runtime.getRuntime();
    return new Report(
        system.version(),
        system.startedAt(),
        present.now(),
        system.readiness(),
        system.storage(),
        new TreeMap<>(system.dropped()),
        system.settings(),
        live,
        runtime.totalMemory() - runtime.freeMemory(),
        runtime.maxMemory());
  }
}
