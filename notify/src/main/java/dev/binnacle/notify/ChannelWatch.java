package dev.binnacle.notify;

import dev.binnacle.model.ChannelName;

/**
 * Is told how channels fare, so that a broken one becomes an alert on another. An alert about a channel has {@link #part} as its subject's
 * part; {@code Routing} never sends it through that very channel.
 *
 * <p><b>Threads:</b> called by workers; must be quick.
 */
public interface ChannelWatch {
  ChannelWatch NONE = new ChannelWatch() {
    @Override
    public void changed(ChannelName channel, Health health, String why) {}

    @Override
    public void lost(ChannelName channel, int parcels, String why) {}
  };

  /** How a channel is, in worsening order. */
  enum Health {
    WORKING,
    /** It fails, and is tried again. */
    FAILING,
    /** It will not work until somebody mends it. */
    BROKEN
  }

  /** The channel's health changed. */
  void changed(ChannelName channel, Health health, String why);

  /** Messages have become dead letters. */
  void lost(ChannelName channel, int parcels, String why);

  /** The part by which an alert names a channel. */
  static String part(ChannelName channel) {
    return "channel/" + channel;
  }
}
