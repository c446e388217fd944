package dev.binnacle.server;

import dev.binnacle.engine.rules.AlertSettings;
import dev.binnacle.model.ChannelName;
import dev.binnacle.model.RuleName;
import dev.binnacle.notify.ChannelSettings;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How people are told, and how the server looks after itself, as the settings say it.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param monitoring health, and what the server may do by itself
 * @param thresholds the fleet's limits
 * @param switches which ways of telling people are on
 * @param timetable what is told at a set time
 * @param heartbeat what an outside watcher of this server is sent
 * @param engine what is looked for: the rules of the thresholds, of the stock and of the settings, and how repeats are held back
 * @param channels by which people are told, those that are switched off left out
 * @param channelNames that rules may name, those that are switched off too
 * @param ruleLines of the file, at which the rules of the settings stand
 */
public record Alerting(
    Monitoring monitoring,
    Thresholds thresholds,
    Switches switches,
    Timetable timetable,
    Heartbeat heartbeat,
    AlertSettings engine,
    List<ChannelSettings> channels,
    Set<ChannelName> channelNames,
    Map<RuleName, Integer> ruleLines) {
  public Alerting {
    channels = List.copyOf(channels);
    channelNames = Set.copyOf(channelNames);
    ruleLines = Map.copyOf(ruleLines);
  }

  /** The limits of one bot: its own, and where it has none the fleet's. */
  public Thresholds thresholdsOf(Settings.Bot bot) {
    return bot.thresholds().over(thresholds);
  }

  /**
   * @param healthCheckInterval how often the server's parts and its bots are looked at
   * @param emergencyShutdown whether trading may be halted without a person
   */
  public record Monitoring(Duration healthCheckInterval, boolean emergencyShutdown) {
    public static final Monitoring DEFAULTS = new Monitoring(Duration.ofMinutes(5), true);
  }

  /**
   * @param enabled whether anybody is told at all; alerts are judged and shown all the same
   * @param console whether the terminal shows them
   * @param log whether the log has them
   * @param email whether channels of type e-mail are used; null where nothing was said, which means those that are there
   * @param webhooks likewise those of type webhook
   */
  public record Switches(
      boolean enabled, boolean console, boolean log, @Nullable Boolean email, @Nullable Boolean webhooks) {
    public static final Switches DEFAULTS = new Switches(true, true, true, null, null);
  }

  /**
   * What is told at a set time, in the server's time zone; null for never.
   *
   * @param dailySummary the day of account before it, of every bot
   * @param allClear that the server is well and has looked
   * @param weeklyReport the seven days before it
   */
  public record Timetable(@Nullable Schedule dailySummary, @Nullable Schedule allClear, @Nullable Schedule weeklyReport) {
    /** A summary as soon as a day has ended, a report each Monday morning. */
    static Timetable of(ZoneId zone, LocalTime dayStart) {
      return new Timetable(
          Schedule.daily(dayStart, zone), null, Schedule.weekly(DayOfWeek.MONDAY, LocalTime.of(8, 0), zone));
    }
  }

  /**
   * A dead-man's switch for the server itself: an address that is called as long as it is well, so that who waits there notices when the
   * calls end.
   *
   * @param url null for none; secret, as whoever knows it can keep the watcher quiet
   */
  public record Heartbeat(@Nullable Secret url, Duration interval) {
    public static final Heartbeat NONE = new Heartbeat(null, Duration.ofMinutes(1));
  }
}
