package dev.binnacle.web.api;

import dev.binnacle.web.view.AlertFeed;
import dev.binnacle.web.view.AlertHistory;

/** All that alerts and notifications are asked of. */
public record Alerting(AlertFeed feed, AlertHistory history, AlertCommands commands, Rules rules, Notifications notifications,
    PushDevices push) {}
