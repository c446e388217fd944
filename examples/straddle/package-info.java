/** The parameters of a straddle on an index, kept in a {@code config.py}, with the bounds of each. */
@NullMarked
package straddle;

import org.jspecify.annotations.NullMarked;
