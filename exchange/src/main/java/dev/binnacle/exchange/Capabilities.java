package dev.binnacle.exchange;

/**
 * What a venue can do for those who must be sure.
 *
 * @param clientIds whether an order carries its sender's own id and can be found by it
 * @param reduceOnly whether the venue itself keeps an order from opening or turning a position
 * @param derivatives whether it has positions on margin beside what is held outright
 */
public record Capabilities(boolean clientIds, boolean reduceOnly, boolean derivatives) {}
