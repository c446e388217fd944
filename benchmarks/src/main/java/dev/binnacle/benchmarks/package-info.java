/**
 * What Binnacle costs and how fast it is, beside its rivals in the same run. {@link dev.binnacle.benchmarks.Main} runs a suite by name;
 * each prints what was measured, the rival, the ratio, and whether the goal is reached.
 */
@NullMarked
package dev.binnacle.benchmarks;

import org.jspecify.annotations.NullMarked;
