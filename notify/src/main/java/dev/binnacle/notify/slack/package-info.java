/** Slack's incoming webhooks. {@link dev.binnacle.notify.slack.SlackChannel} is the front door. */
@NullMarked
package dev.binnacle.notify.slack;

import org.jspecify.annotations.NullMarked;
