package dev.binnacle.model;

/** What several instances of one bot at the same time mean. */
public enum InstancePolicy {
  /** The newest instance owns the state; an older one that still speaks is fenced and reported. */
  SINGLE,
  /** Every instance holds a part: values are summed and the status is the worst. */
  SHARDS
}
