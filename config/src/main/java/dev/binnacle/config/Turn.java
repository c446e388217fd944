package dev.binnacle.config;

/**
 * A snapshot with its place in the order of swaps, which counts trials and returns from them too.
 *
 * @param depth how many listeners' reactions led to it
 * @param quiet whether listeners that are up to date are not told
 */
record Turn<C>(long number, Snapshot<C> snapshot, int depth, boolean quiet) {}
