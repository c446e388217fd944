/** The whole system, from outside, and the rules that its rooms keep. */
@NullMarked
package dev.binnacle.e2e;

import org.jspecify.annotations.NullMarked;
