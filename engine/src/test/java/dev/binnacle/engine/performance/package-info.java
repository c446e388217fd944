/** Tests of the performance figures, by hand-worked examples, by a batch twin and by ta4j. */
@NullMarked
package dev.binnacle.engine.performance;

import org.jspecify.annotations.NullMarked;
