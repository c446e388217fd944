package dev.binnacle.web;

import dev.binnacle.web.api.Acts;
import dev.binnacle.web.api.Alerting;
import dev.binnacle.web.api.BotCommands;
import dev.binnacle.web.api.Commands;
import dev.binnacle.web.api.Configurations;
import dev.binnacle.web.api.EventIntake;
import dev.binnacle.web.api.Halts;
import dev.binnacle.web.api.HealthCheck;
import dev.binnacle.web.api.Reconciliations;
import dev.binnacle.web.api.SystemView;
import dev.binnacle.web.live.Announcements;
import dev.binnacle.web.security.AccessStore;
import dev.binnacle.web.view.HistoryView;
import dev.binnacle.web.view.Snapshots;
import java.time.InstantSource;

/** What the web server asks of others. */
public record WebPorts(
    Snapshots snapshots,
    HistoryView history,
    EventIntake intake,
    Announcements announcements,
    Commands commands,
    Configurations configurations,
    Alerting alerting,
    Halts halts,
    BotCommands botCommands,
    Acts acts,
    Reconciliations reconciliations,
    AccessStore access,
    SystemView system,
    HealthCheck health,
    InstantSource clock) {}
