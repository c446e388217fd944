package dev.binnacle.notify;

/** Stands where a channel should be whose settings turned out to be of no use. */
record UnopenedChannel(String why) implements Channel {
  @Override
  public Outcome send(Dispatch dispatch) {
    return new Outcome.Broken(why);
  }

  @Override
  public Limits limits() {
    return Limits.NONE;
  }
}
