/**
 * Sockets that stay open: dashboards, which get the newest state and what has just happened, and bots, which send events. {@link
 * dev.binnacle.web.live.Live} is the front door; {@link dev.binnacle.web.live.Announcements} is asked for what happens.
 */
@NullMarked
package dev.binnacle.web.live;

import org.jspecify.annotations.NullMarked;
