/**
 * The {@code binnacle} command. {@link dev.binnacle.cli.Main} knows the subcommands; each is a class of its own. Exit codes: 0 done, 1
 * failed, 2 wrong usage, 3 not reachable.
 */
@NullMarked
package dev.binnacle.cli;

import org.jspecify.annotations.NullMarked;
