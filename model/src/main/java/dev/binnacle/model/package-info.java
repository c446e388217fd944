/**
 * The words of Binnacle: what a bot can say ({@link dev.binnacle.model.Event}), how what it says is identified ({@link
 * dev.binnacle.model.Envelope}), and the values both are made of. Records and sealed interfaces only: nothing here touches a
 * socket, a file, a thread or a clock, and every constructor refuses what is not valid with {@link
 * dev.binnacle.model.InvalidValueException}.
 *
 * <p><b>Threads:</b> every type is immutable.
 */
@NullMarked
package dev.binnacle.model;

import org.jspecify.annotations.NullMarked;
