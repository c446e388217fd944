@NullMarked
package dev.binnacle.benchmarks;

import org.jspecify.annotations.NullMarked;
