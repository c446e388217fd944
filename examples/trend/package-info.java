/** Strategies, regimes and overrides: parameters that differ while one of them is active, read so that none can be wrong later. */
@NullMarked
package trend;

import org.jspecify.annotations.NullMarked;
