/**
 * How odd values are. The engine asks of those that a rule looks at, models answer on a thread of their own, and the engine hears the scores
 * as it hears everything else.
 */
@NullMarked
package dev.binnacle.server.scoring;

import org.jspecify.annotations.NullMarked;
