package dev.binnacle.demo;

/** What every bot's parameters have. */
interface Paced {
  /** How many orders a minute a configuration that is being tried out may lead to. */
  int ordersPerMinute();
}
